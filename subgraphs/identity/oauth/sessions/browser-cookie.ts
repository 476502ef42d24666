import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyReply } from 'fastify';
import { hashOf } from '../storage/stored-id.ts';

/**
 * The cookie by which a browser is known again while somebody signs in. A request for authorisation goes on in
 * the browser that it began in: who begins one and has another's browser go on with it, by cookies that they
 * could plant there, would else be the one who is let in. Over https no other domain can plant this one.
 */
export class BrowserCookie {
  readonly #secure: boolean;

  constructor(issuer: string) {
    this.#secure = issuer.startsWith('https:');
  }

  /** What is kept of the browser that sent a request; null when it is not known yet. */
  printOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
    const pattern = this.#secure
      ? /(?:^|; ?)__Host-hub-browser=([\w-]{43})(?:;|$)/
      : /(?:^|; ?)hub-browser=([\w-]{43})(?:;|$)/;
    const value = pattern.exec(headers.cookie ?? '')?.[1];
    return value === undefined ? null : hashOf(value);
  }

  /** Gives a browser that has none its cookie, which then is in `raw` as if it had sent it. */
  give(raw: IncomingMessage, reply: FastifyReply): void {
    if (this.printOf(raw) !== null) return;
    const cookie = `${this.#secure ? '__Host-' : ''}hub-browser=${randomBytes(32).toString('base64url')}`;
    reply.header('set-cookie', `${cookie}; Path=/; HttpOnly; SameSite=Lax${this.#secure ? '; Secure' : ''}`);
    raw.headers.cookie = raw.headers.cookie ? `${raw.headers.cookie}; ${cookie}` : cookie;
  }
}
