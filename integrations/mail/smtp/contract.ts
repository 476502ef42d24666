import { z } from 'zod';

/** `Name <address>`, or the address alone. */
const sender = z
  .string()
  .regex(/^(?:[^<>\r\n]{0,200}<[^<>\s@]{1,64}@[^<>\s@]{1,255}>|[^<>\s@]{1,64}@[^<>\s@]{1,255})$/, {
    message: 'must be an address such as hub@example.org or Skills Hub <hub@example.org>',
  });

export const smtpConfiguration = z.object({
  /** The mail server; unset means that mail is not configured. `smtps` is TLS from the first byte. */
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      message: 'must be an address such as smtp://mail.example.org:587 or smtps://mail.example.org',
    })
    .refine((text) => !URL.parse(text)?.username, {
      message: 'must hold no user: give that in SMTP_USER and SMTP_PASSWORD',
    }),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
  /** From whom the mails are. */
  MAIL_FROM: sender,
  /** `off`: in clear, to a server on this machine or in a network of one's own. */
  SMTP_TLS: z.enum(['required', 'off']).default('required'),
});
export type SmtpConfiguration = z.output<typeof smtpConfiguration>;
