import type { PageLanguage } from '../../../../platform/page-language.ts';
import { type FormPage } from '../../../../platform/pages/form-page.ts';
import { html } from '../../../../platform/pages/html.ts';
import { paths } from '../../passwords/paths.ts';

const words = {
  id: {
    title: 'Masuk',
    lead: 'untuk melanjutkan ke',
    email: 'Alamat surel',
    password: 'Kata sandi',
    submit: 'Masuk',
    cancel: 'Batal',
    forgot: 'Lupa kata sandi?',
    WRONG: 'Alamat surel atau kata sandi tidak cocok.',
    RATE_LIMITED: 'Terlalu banyak percobaan. Coba lagi dalam beberapa saat.',
  },
  en: {
    title: 'Sign in',
    lead: 'to go on to',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    cancel: 'Cancel',
    forgot: 'Forgotten your password?',
    WRONG: 'E-mail address and password do not belong together.',
    RATE_LIMITED: 'Too many tries. Try again in a while.',
  },
} as const;

export interface SignInPage {
  language: PageLanguage;
  /** Path of the page. */
  path: string;
  /** Goes back with the form. */
  formToken: string;
  app: string;
  /** What was typed before. */
  email?: string | undefined;
  wrong?: 'WRONG' | 'RATE_LIMITED' | undefined;
}

/** Where a person types who they are. */
export function signInPage({ language, path, formToken, app, email, wrong }: SignInPage): FormPage {
  const said = words[language];
  const describedBy = wrong && html` aria-describedby="wrong"`;
  const main = html`<h1>${said.title}</h1>
<p>${said.lead} <strong><bdi>${app}</bdi></strong></p>
${wrong && html`<p id="wrong" class="bad" role="alert">${said[wrong]}</p>`}
<form method="post" action="${path}">
<input type="hidden" name="form_token" value="${formToken}">
<label for="email">${said.email}</label>
<input id="email" name="email" type="email" autocomplete="username" inputmode="email" maxlength="254" required value="${email ?? ''}"${describedBy}>
<label for="password">${said.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required${describedBy}>
<div class="buttons"><button name="decision" value="sign-in">${said.submit}</button>
<button name="decision" value="cancel" formnovalidate>${said.cancel}</button></div>
</form>
<p><a href="${paths.forgot}?lang=${language}">${said.forgot}</a></p>`;
  return { title: said.title, language, path, main };
}
