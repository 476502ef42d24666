import { randomUUID } from 'node:crypto';
import PostalMime from 'postal-mime';

/** A mail as it arrived. */
export interface DeliveredMail {
  id: string;
  at: string;
  messageId: string;
  from: string;
  /** Whom the server was told to deliver it to. */
  to: string[];
  subject: string;
  text: string;
  html: string;
}

const kept = 500;

/** The mails that the stand-in has taken, in memory; the latest 500. */
export class Mailbox {
  #mails: DeliveredMail[] = [];

  async take(message: Buffer, to: string[]): Promise<void> {
    const { messageId = '', from, subject = '', text = '', html = '' } = await PostalMime.parse(message);
    const delivered: DeliveredMail = {
      id: randomUUID(),
      at: new Date().toISOString(),
      messageId,
      from: from?.address ?? '',
      to,
      subject,
      text,
      html,
    };
    this.#mails = [...this.#mails, delivered].slice(-kept);
  }

  /** Newest first; those to one address when it is named. */
  list(to?: string): DeliveredMail[] {
    const wanted = to?.toLowerCase();
    return this.#mails
      .filter((mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase() === wanted))
      .reverse();
  }

  get(id: string): DeliveredMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  empty(): void {
    this.#mails = [];
  }
}
