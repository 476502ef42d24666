import { type Scope, scopeRegistry } from '../../../../platform/auth/scopes.ts';
import type { PageLanguage } from '../../../../platform/page-language.ts';
import type { FormPage } from '../../../../platform/pages/form-page.ts';
import { html } from '../../../../platform/pages/html.ts';

const words = {
  id: {
    title: 'Beri izin?',
    lead: 'meminta izin untuk bertindak atas nama Anda.',
    of: 'Aplikasi milik',
    you: 'Anda masuk sebagai',
    may: 'Aplikasi ini dapat:',
    nothing: 'Aplikasi ini tidak memperoleh apa pun.',
    to: 'Anda akan dibawa ke',
    later: 'Izin ini dapat Anda tarik kembali kapan saja.',
    allow: 'Izinkan',
    deny: 'Tolak',
  },
  en: {
    title: 'Agree?',
    lead: 'asks to act on your behalf.',
    of: 'An app of',
    you: 'You are signed in as',
    may: 'This app may:',
    nothing: 'This app gets nothing.',
    to: 'You will be led to',
    later: 'You can take this back at any time.',
    allow: 'Allow',
    deny: 'Deny',
  },
} as const;

export interface ConsentPage {
  language: PageLanguage;
  /** Path of the page. */
  path: string;
  /** Goes back with the form. */
  formToken: string;
  app: string;
  /** Name of the organisation that the app belongs to. */
  organisation: string;
  person: { name: string; email: string };
  /** What the app would get. */
  scopes: readonly Scope[];
  /** Where the person is led back to. */
  host: string;
}

/** Where a person agrees, or does not, to what an app asks for. */
export function consentPage(page: ConsentPage): FormPage {
  const { language, path, formToken, app, organisation, person, scopes, host } = page;
  const said = words[language];
  const given = scopes.map((scope) => html`<li>${scopeRegistry[scope].consent[language]}</li>`);
  const main = html`<h1>${said.title}</h1>
<p><strong><bdi>${app}</bdi></strong> ${said.lead}</p>
<dl><dt>${said.of}</dt><dd><bdi>${organisation}</bdi></dd>
<dt>${said.you}</dt><dd><bdi>${person.name}</bdi> (${person.email})</dd>
<dt>${said.to}</dt><dd>${host}</dd></dl>
${given.length > 0 ? html`<h2>${said.may}</h2><ul>${given}</ul>` : html`<p>${said.nothing}</p>`}
<p class="soft">${said.later}</p>
<form method="post" action="${path}">
<input type="hidden" name="form_token" value="${formToken}">
<div class="buttons"><button name="decision" value="allow">${said.allow}</button>
<button name="decision" value="deny">${said.deny}</button></div>
</form>`;
  return { title: `${said.title} ${app}`, language, path, main };
}
