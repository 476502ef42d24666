import type { Mail } from '../../../integrations/mail/port.ts';
import { html } from '../../../platform/pages/html.ts';

/** A mail before it has an id and a recipient. */
export type MailText = Pick<Mail, 'subject' | 'text' | 'html'>;

/** One paragraph in Indonesian and its like in English. */
interface Words {
  subject: string;
  id: readonly string[];
  en: readonly string[];
}

/** A mail of `words`, in both languages since nobody knows which its reader has; `link` stands between. */
function mailOf({ subject, id, en }: Words, link: string | null): MailText {
  const text = [...id, ...(link ? [link] : []), '---', ...en, ...(link ? [link] : [])].join('\n\n');
  const paragraphs = (lines: readonly string[]) => lines.map((line) => html`<p>${line}</p>`);
  const button = link && html`<p><a href="${link}">${link}</a></p>`;
  const document = html`<!doctype html><html lang="id"><body>
<div lang="id">${paragraphs(id)}${button}</div><hr>
<div lang="en">${paragraphs(en)}${button}</div>
</body></html>`;
  return { subject, text: `${text}\n`, html: document.text };
}

/** A name in a line of its own can say no more than a name. */
function inLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

/** To somebody who is invited. `organisation` is null for who is to run the hub. */
export function invitationMail(name: string, organisation: string | null, link: string): MailText {
  return mailOf(
    {
      subject: 'Undangan ke Skills Hub / Invitation to Skills Hub',
      id: [
        `${inLine(name)},`,
        organisation === null
          ? 'Anda diundang untuk mengelola Skills Hub.'
          : `${inLine(organisation)} mengundang Anda ke Skills Hub.`,
        'Buka tautan ini untuk menerima undangan dan membuat kata sandi. Tautan berlaku tujuh hari dan hanya dapat dipakai sekali. Jika Anda tidak merasa diundang, abaikan surel ini.',
      ],
      en: [
        `${inLine(name)},`,
        organisation === null
          ? 'You are invited to run Skills Hub.'
          : `${inLine(organisation)} invites you to Skills Hub.`,
        'Open this link to accept and to set a password. It holds for seven days and works once. If you did not expect an invitation, ignore this mail.',
      ],
    },
    link,
  );
}

/** To somebody who asked for a new password. */
export function resetMail(name: string, link: string): MailText {
  return mailOf(
    {
      subject: 'Kata sandi baru untuk Skills Hub / New password for Skills Hub',
      id: [
        `${inLine(name)},`,
        'Seseorang meminta kata sandi baru untuk akun Anda. Buka tautan ini untuk membuatnya. Tautan berlaku satu jam dan hanya dapat dipakai sekali. Jika bukan Anda yang meminta, abaikan surel ini: kata sandi Anda tetap berlaku.',
      ],
      en: [
        `${inLine(name)},`,
        'Somebody asked for a new password for your account. Open this link to set it. It holds for an hour and works once. If it was not you, ignore this mail: your password stays as it is.',
      ],
    },
    link,
  );
}

/** To somebody whose password was changed, so that they know when it was not they. `link` leads to the form for a new one. */
export function changedMail(name: string, link: string): MailText {
  return mailOf(
    {
      subject: 'Kata sandi Anda telah diubah / Your password was changed',
      id: [
        `${inLine(name)},`,
        'Kata sandi akun Skills Hub Anda baru saja diubah, dan semua sesi telah diakhiri. Jika bukan Anda yang mengubahnya, segera minta kata sandi baru di sini:',
      ],
      en: [
        `${inLine(name)},`,
        'The password of your Skills Hub account was just changed, and all sessions were ended. If it was not you, ask for a new password here at once:',
      ],
    },
    link,
  );
}
