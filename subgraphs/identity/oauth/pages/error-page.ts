import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { PageLanguage } from '../../../../platform/page-language.ts';
import { type FormPage, formPageHeaders, formPageText } from '../../../../platform/pages/form-page.ts';
import { html } from '../../../../platform/pages/html.ts';
import { chosenLanguage } from './page-language.ts';

const words = {
  id: {
    title: 'Tidak dapat dilanjutkan',
    lead: 'Permintaan untuk masuk ini tidak dapat dilanjutkan. Kembalilah ke aplikasi dan coba lagi.',
    said: 'Untuk pengembang aplikasi',
  },
  en: {
    title: 'This cannot go on',
    lead: 'This request to sign in cannot go on. Go back to the app and try again.',
    said: 'For who develops the app',
  },
} as const;

/** A page that says why a sign-in cannot go on, where no app can be told instead. */
export function errorPage(language: PageLanguage, error: string, description?: string): FormPage {
  const said = words[language];
  const main = html`<h1>${said.title}</h1>
<p>${said.lead}</p>
<p class="soft">${said.said}: <code>${error}</code>${description && html`, ${description}`}</p>`;
  return { title: said.title, language, main };
}

/** Where browsers come to. */
const forPeople = new Set([
  'authorization',
  'resume',
  'end_session',
  'end_session_confirm',
  'end_session_success',
]);

/** How the OAuth server tells an error that it cannot tell an app: people on a page, programs in JSON. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  if (!forPeople.has(ctx.oidc.route)) {
    ctx.type = 'application/json';
    ctx.body = out;
    return;
  }
  const language = chosenLanguage({ query: ctx.query, headers: ctx.req.headers }, ctx.query.ui_locales);
  ctx.type = 'html';
  ctx.set(formPageHeaders());
  ctx.body = formPageText(errorPage(language, out.error, out.error_description));
}
