import type { PageLanguage } from '../../../platform/page-language.ts';
import { formPageText } from '../../../platform/pages/form-page.ts';
import { type Html, html } from '../../../platform/pages/html.ts';
import type { LinkOutcome, LinkUse } from './password.service.ts';
import { longest, type PasswordProblem, shortest } from './password-rules.ts';
import { paths } from './paths.ts';

const words = {
  id: {
    forgot: 'Lupa kata sandi',
    forgotText:
      'Tulis alamat surel yang Anda pakai untuk masuk. Kami mengirim tautan untuk membuat kata sandi baru.',
    email: 'Alamat surel',
    send: 'Kirim tautan',
    sent: 'Periksa surel Anda',
    sentText:
      'Jika ada akun dengan alamat itu, surel berisi tautan sedang dikirim. Tautan berlaku satu jam. Belum menerima? Periksa folder spam, atau minta lagi setelah satu menit.',
    noMail: 'Surel belum tersedia',
    noMailText: 'Hub ini tidak dapat mengirim surel. Mintalah pengelola hub untuk mengundang Anda kembali.',
    noAddress: 'Tulis alamat surel, seperti nama@contoh.id.',
    INVITATION: 'Buat kata sandi',
    RESET: 'Buat kata sandi baru',
    JOIN: 'Terima undangan',
    invitedBy: (name: string) => `${name} mengundang Anda.`,
    joinText: 'Anda sudah mempunyai kata sandi. Terima undangan ini, lalu masuk seperti biasa.',
    resetText: 'Setelah kata sandi diubah, semua sesi Anda diakhiri.',
    password: 'Kata sandi',
    rules: `${shortest} sampai ${longest} karakter. Beberapa kata yang Anda ingat lebih baik daripada tanda-tanda yang rumit.`,
    save: 'Simpan kata sandi',
    accept: 'Terima undangan',
    done: 'Selesai',
    doneText: 'Kata sandi Anda tersimpan. Anda dapat masuk dari aplikasi yang Anda pakai.',
    joinedText: 'Undangan diterima. Masuklah dengan kata sandi yang sudah Anda punya.',
    dead: 'Tautan tidak berlaku',
    deadText: 'Tautan ini sudah dipakai, sudah kedaluwarsa, atau digantikan oleh yang lebih baru.',
    again: 'Minta tautan baru',
    taken: 'Alamat sudah dipakai',
    takenText:
      'Alamat surel ini sudah dipakai untuk masuk bagi organisasi lain. Seseorang bekerja untuk satu organisasi: mintalah organisasi itu menonaktifkan Anda, atau mintalah undangan ke alamat lain.',
    busy: 'Coba lagi sebentar',
    busyText: 'Terlalu banyak permintaan pada saat ini. Coba lagi beberapa detik lagi.',
    foreign: 'Permintaan ditolak',
    foreignText: 'Formulir ini dikirim dari situs lain. Buka halaman ini langsung dan coba lagi.',
    TOO_SHORT: `Kata sandi perlu sedikitnya ${shortest} karakter.`,
    TOO_LONG: `Kata sandi boleh paling banyak ${longest} karakter.`,
    COMMON: 'Kata sandi itu termasuk yang pertama kali ditebak orang. Pilih yang lain.',
    EMAIL: 'Kata sandi tidak boleh berisi alamat surel Anda.',
  },
  en: {
    forgot: 'Forgotten password',
    forgotText: 'Write the e-mail address that you sign in with. We send a link to set a new password.',
    email: 'E-mail address',
    send: 'Send the link',
    sent: 'Look into your mailbox',
    sentText:
      'If there is an account with that address, a mail with a link is on its way. The link holds for an hour. Nothing there? Look into the spam folder, or ask again in a minute.',
    noMail: 'There is no mail yet',
    noMailText: 'This hub cannot send mail. Ask whoever runs it to invite you again.',
    noAddress: 'Write an e-mail address, such as name@example.org.',
    INVITATION: 'Set a password',
    RESET: 'Set a new password',
    JOIN: 'Accept the invitation',
    invitedBy: (name: string) => `${name} invites you.`,
    joinText: 'You have a password already. Accept, and sign in as you always do.',
    resetText: 'Once the password is changed, all your sessions are ended.',
    password: 'Password',
    rules: `${shortest} to ${longest} characters. A few words that you remember are better than difficult signs.`,
    save: 'Save the password',
    accept: 'Accept the invitation',
    done: 'Done',
    doneText: 'Your password is saved. You can sign in from the app that you use.',
    joinedText: 'The invitation is accepted. Sign in with the password that you have.',
    dead: 'The link no longer holds',
    deadText: 'This link was used, has expired, or was replaced by a newer one.',
    again: 'Ask for a new link',
    taken: 'The address is in use',
    takenText:
      'This e-mail address signs in for another organisation. A person works for one organisation: ask that one to deactivate you, or ask for an invitation to another address.',
    busy: 'Try again in a moment',
    busyText: 'Too many ask at this moment. Try again in a few seconds.',
    foreign: 'The request was refused',
    foreignText: 'This form was sent from another site. Open this page itself and try again.',
    TOO_SHORT: `The password needs at least ${shortest} characters.`,
    TOO_LONG: `The password may have at most ${longest} characters.`,
    COMMON: 'That password is among the first that others guess. Choose another one.',
    EMAIL: 'The password must not contain your e-mail address.',
  },
} as const;

function alert(text: string): Html {
  return html`<p class="bad" role="alert" id="problem">${text}</p>`;
}

/** The form for a forgotten password; `wrong` when what was sent is no address. */
export function forgotPage(language: PageLanguage, wrong: boolean): string {
  const said = words[language];
  const main = html`<h1>${said.forgot}</h1><p>${said.forgotText}</p>${wrong && alert(said.noAddress)}
<form method="post" action="${paths.forgot}?lang=${language}">
<label for="email">${said.email}</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254"${wrong && html` aria-invalid="true" aria-describedby="problem"`}>
<button>${said.send}</button>
</form>`;
  return formPageText({ title: said.forgot, language, path: paths.forgot, main });
}

/** A page with nothing but a message. */
export type Notice = 'sent' | 'noMail' | 'dead' | 'taken' | 'busy' | 'foreign';

export function noticePage(language: PageLanguage, notice: Notice): string {
  const said = words[language];
  const again =
    notice === 'dead' && html`<p><a href="${paths.forgot}?lang=${language}">${said.again}</a></p>`;
  const main = html`<h1>${said[notice]}</h1><p>${said[`${notice}Text`]}</p>${again}`;
  return formPageText({ title: said[notice], language, path: paths.forgot, main });
}

/** What stands behind a link that holds. */
export function linkPage(
  language: PageLanguage,
  token: string,
  use: LinkUse & { organisation: string | null },
  problem: PasswordProblem | null,
): string {
  const said = words[language];
  const title = said[use.kind];
  const action = `${paths.link(token)}?lang=${language}`;
  const invited =
    use.kind !== 'RESET' && use.organisation && html`<p>${said.invitedBy(use.organisation)}</p>`;
  const email = html`<label for="email">${said.email}</label>
<input id="email" name="email" type="email" autocomplete="username" value="${use.email}" readonly>`;
  const form =
    use.kind === 'JOIN'
      ? html`<p>${said.joinText}</p>
<form method="post" action="${action}">${email}<button>${said.accept}</button></form>`
      : html`${use.kind === 'RESET' && html`<p>${said.resetText}</p>`}${problem && alert(said[problem])}
<form method="post" action="${action}">${email}
<label for="password">${said.password}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="${shortest}" aria-describedby="rules${problem && ' problem'}"${problem && html` aria-invalid="true"`}>
<p class="soft" id="rules">${said.rules}</p>
<button>${said.save}</button>
</form>`;
  return formPageText({
    title,
    language,
    path: paths.link(token),
    main: html`<h1>${title}</h1>${invited}${form}`,
  });
}

/** After a link was used. */
export function donePage(
  language: PageLanguage,
  done: Extract<LinkOutcome, { done: unknown }>['done'],
): string {
  const said = words[language];
  const main = html`<h1>${said.done}</h1><p role="status">${done === 'JOIN' ? said.joinedText : said.doneText}</p>`;
  return formPageText({ title: said.done, language, main });
}
