import type { KoaContextWithOIDC } from 'oidc-provider';
import { formPageHeaders, formPageText } from '../../../../platform/pages/form-page.ts';
import { html } from '../../../../platform/pages/html.ts';
import { chosenLanguage } from './page-language.ts';
import { schemesOf } from './where-to.ts';

const words = {
  id: {
    ask: 'Keluar?',
    lead: 'Anda akan keluar dari Skills Hub di peramban ini, dan aplikasi yang Anda masuki dengannya kehilangan aksesnya.',
    yes: 'Keluar',
    no: 'Tetap masuk',
    nobody: 'Anda tidak sedang masuk.',
    other: 'Orang lain sedang masuk di peramban ini. Keluarkan dahulu untuk melanjutkan.',
    goOn: 'Lanjutkan',
    done: 'Anda telah keluar',
    close: 'Anda dapat menutup halaman ini.',
  },
  en: {
    ask: 'Sign out?',
    lead: 'You will be signed out of the Skills Hub in this browser, and the apps that you signed in to with it lose their access.',
    yes: 'Sign out',
    no: 'Stay signed in',
    nobody: 'You are not signed in.',
    other: 'Somebody else is signed in in this browser. Sign them out to go on.',
    goOn: 'Go on',
    done: 'You have signed out',
    close: 'You can close this page.',
  },
} as const;

type Confirmation = 'lead' | 'nobody' | 'other';

/** Asks whether to sign out. */
export function renderSignOut(ctx: KoaContextWithOIDC): void {
  renderConfirmation(ctx, 'lead');
}

/**
 * Where the library would have a script send a form by itself: when nobody is signed in, and when who has
 * just signed in is not who was before. A person sends it instead.
 */
export async function formsInsteadOfScripts(ctx: KoaContextWithOIDC, next: () => Promise<void>) {
  await next();
  const { route, session } = ctx.oidc ?? {};
  if (typeof ctx.body !== 'string' || !ctx.body.includes('<script')) return;
  if (route === 'end_session' && session && !session.accountId) renderConfirmation(ctx, 'nobody');
  else if (route === 'resume') renderConfirmation(ctx, 'other');
  else throw new Error(`The OAuth server answers ${route} with a script.`);
}

function renderConfirmation(ctx: KoaContextWithOIDC, why: Confirmation): void {
  const state = (ctx.oidc.session?.state ?? {}) as { secret?: string; postLogoutRedirectUri?: string };
  const language = languageOfContext(ctx);
  const said = words[language];
  const stay = why === 'lead' && html`\n<button>${said.no}</button>`;
  const main = html`<h1>${said.ask}</h1>
<p>${said[why]}</p>
<form method="post" action="${ctx.oidc.urlFor('end_session_confirm')}">
<input type="hidden" name="xsrf" value="${state.secret ?? ''}">
<div class="buttons"><button name="logout" value="yes">${why === 'lead' ? said.yes : said.goOn}</button>${stay}</div>
</form>`;
  ctx.status = 200;
  ctx.type = 'html';
  ctx.set(formPageHeaders(schemesOf(state.postLogoutRedirectUri)));
  ctx.body = formPageText({ title: said.ask, language, main });
}

/** After signing out, where the app did not say where to go. */
export function renderSignedOut(ctx: KoaContextWithOIDC): void {
  const language = languageOfContext(ctx);
  const { done, close } = words[language];
  ctx.type = 'html';
  ctx.set(formPageHeaders());
  ctx.body = formPageText({ title: done, language, main: html`<h1>${done}</h1><p>${close}</p>` });
}

function languageOfContext(ctx: KoaContextWithOIDC) {
  return chosenLanguage({ query: ctx.query, headers: ctx.req.headers }, ctx.query.ui_locales);
}
