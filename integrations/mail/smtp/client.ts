import type { NodemailerError, SMTPSentMessageInfo, Transporter } from 'nodemailer';
import { OutsideError, type OutsideErrorKind } from '../../../platform/http-client/outside-error.ts';
import type { SystemHealth } from '../../../platform/http-client/system-health.ts';
import { log } from '../../../platform/log.ts';
import type { Mail } from '../port.ts';
import type { SmtpConfiguration } from './contract.ts';

const system = 'smtp';

/** What the hub says to a mail server: a connection for each mail. */
export class SmtpClient {
  readonly #open: () => Promise<Transporter<SMTPSentMessageInfo>>;
  #transport: Promise<Transporter<SMTPSentMessageInfo>> | undefined;
  readonly #from: string;
  readonly #health: SystemHealth | null;

  /** @param timeoutMs for connecting, and for each answer */
  constructor(configuration: SmtpConfiguration, health: SystemHealth | null, timeoutMs: number) {
    const { SMTP_URL, SMTP_USER, SMTP_PASSWORD, SMTP_TLS, MAIL_FROM } = configuration;
    const { protocol, hostname, port } = new URL(SMTP_URL);
    const secure = protocol === 'smtps:';
    this.#from = MAIL_FROM;
    this.#health = health;
    const options = {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      // Who sits between could cut the offer of TLS out of the server's greeting.
      requireTLS: SMTP_TLS === 'required',
      ignoreTLS: SMTP_TLS === 'off',
      ...(SMTP_USER && { auth: { user: SMTP_USER, pass: SMTP_PASSWORD ?? '' } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      // Later than the others, which tell that nothing has been said yet.
      socketTimeout: timeoutMs + 500,
      dnsTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    // Loaded with the first mail.
    this.#open = async () => (await import('nodemailer')).createTransport(options);
  }

  /** Sends one mail; throws an OutsideError. Neither the mail nor its address is logged. */
  async send({ id, to, subject, text, html }: Mail, requestId: string): Promise<void> {
    const began = performance.now();
    const said = { system, requestId, mail: id };
    try {
      const domain = this.#from.replace(/^.*@|>$/g, '');
      this.#transport ??= this.#open();
      await (await this.#transport).sendMail({
        from: this.#from,
        to,
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      const durationMs = Math.round(performance.now() - began);
      log.info({ ...said, durationMs }, 'mail handed over');
      this.#health?.report(system, { ok: true, at: new Date(), durationMs, error: null });
    } catch (error) {
      const outside = outsideError(error as NodemailerError);
      const { kind, status } = outside;
      const durationMs = Math.round(performance.now() - began);
      log.warn({ ...said, kind, status, durationMs }, 'mail not handed over');
      // A mailbox that there is not is a healthy server's answer.
      const ok = kind === 'REJECTED';
      const problem = ok ? null : `${kind}: ${outside.message}`;
      this.#health?.report(system, { ok, at: new Date(), durationMs, error: problem });
      throw outside;
    }
  }
}

/** Nothing has been said yet when one of these happens, or the server said that it did not. */
const beforehand = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH']);
const notConnected = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);

function kindOf(error: NodemailerError): OutsideErrorKind {
  const { code = '', responseCode, timeoutType, syscall } = error;
  // A wrong password is the operator's to correct; until then the mails wait.
  if (beforehand.has(code) || (timeoutType && notConnected.has(timeoutType)) || syscall === 'connect')
    return 'UNAVAILABLE';
  if (code === 'EPROTOCOL') return 'INVALID_REPLY';
  if (responseCode !== undefined) return responseCode >= 500 ? 'REJECTED' : 'UNAVAILABLE';
  // An address that cannot be said to a mail server at all.
  if (code === 'EENVELOPE') return 'REJECTED';
  return 'TIMEOUT';
}

function outsideError(error: NodemailerError): OutsideError {
  const kind = kindOf(error);
  return new OutsideError({
    kind,
    system,
    // Without what the server answered, which may repeat the address.
    message: `The mail server: ${kind} (${error.code ?? error.name}${error.responseCode ? ` ${error.responseCode}` : ''})`,
    status: error.responseCode,
  });
}
