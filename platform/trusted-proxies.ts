import type { IncomingMessage } from 'node:http';
import { addressList, isListed, plainAddress } from './http-client/address-list.ts';

/**
 * The proxies whose word is taken for who calls. Each of them adds to `X-Forwarded-For` whom it was
 * called by, so the list is read from its end, and what stands before the first address that is not
 * such a proxy's may be anybody's invention.
 */
export class TrustedProxies {
  readonly #addresses;
  readonly #none: boolean;

  /** @param entries addresses, and networks such as `10.0.0.0/8` */
  constructor(entries: readonly string[]) {
    this.#addresses = addressList(entries);
    this.#none = entries.length === 0;
  }

  /** Fastify's `trustProxy`; without any proxy it need not ask for each request. */
  get trustProxy(): false | ((address: string) => boolean) {
    return this.#none ? false : this.trusts;
  }

  readonly trusts = (address: string): boolean => isListed(this.#addresses, plainAddress(address));

  /** Who called, as Fastify's `request.ip` has it, for what Fastify does not see: the upgrade to a websocket. */
  addressOf({ headers, socket }: IncomingMessage): string {
    const said = String(headers['x-forwarded-for'] ?? '').split(',');
    let address = socket.remoteAddress ?? '';
    while (said.length > 0 && this.trusts(address)) {
      const before = said.pop()?.trim();
      if (before) address = before;
    }
    return plainAddress(address);
  }
}
