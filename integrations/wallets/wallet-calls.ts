import type { ZodType } from 'zod';
import {
  type HttpClient,
  jsonBody,
  type OutsideCall,
  type RequestBody,
} from '../../platform/http-client/http-client.ts';
import { OutsideError } from '../../platform/http-client/outside-error.ts';
import { type RefundReply, type RefundRequest, refundReply, type StatusReply } from './contract.ts';

/** Puts a wallet's credentials on a request: `send` gets the headers that go with `body`. */
export type Authorise = <T>(
  body: RequestBody | undefined,
  send: (headers: Record<string, string>) => Promise<T>,
  call: OutsideCall,
) => Promise<T>;

export interface WalletCallsOptions<Created> {
  system: string;
  /** URL that orders are created at; everything else is below it. */
  collection: string;
  authorise: Authorise;
  created: ZodType<Created>;
  status: ZodType<StatusReply>;
}

/** The HTTP calls that the wallets have in common. All of them throw OutsideErrors. */
export class WalletCalls<Created> {
  readonly #http: HttpClient;
  readonly #options: WalletCallsOptions<Created>;

  constructor(http: HttpClient, options: WalletCallsOptions<Created>) {
    this.#http = http;
    this.#options = options;
  }

  /** A 409 is the reply of an order that exists already, so creating again is safe. */
  create(order: unknown, call: OutsideCall): Promise<Created> {
    return this.#send('POST', '', this.#options.created, call, jsonBody(order), [409]);
  }

  read(id: string, call: OutsideCall): Promise<StatusReply> {
    return this.#send('GET', `/${encodeURIComponent(id)}`, this.#options.status, call);
  }

  /** Cancels a pending payment, or reads one that is no longer pending (409). */
  async cancel(id: string, call: OutsideCall): Promise<StatusReply> {
    try {
      return await this.#send('POST', `/${encodeURIComponent(id)}/cancel`, this.#options.status, call);
    } catch (error) {
      if (error instanceof OutsideError && error.status === 409) return this.read(id, call);
      throw error;
    }
  }

  refund(id: string, refund: RefundRequest, call: OutsideCall): Promise<RefundReply> {
    return this.#send('POST', `/${encodeURIComponent(id)}/refunds`, refundReply, call, jsonBody(refund));
  }

  readRefund(id: string, refundId: string, call: OutsideCall): Promise<RefundReply> {
    const path = `/${encodeURIComponent(id)}/refunds/${encodeURIComponent(refundId)}`;
    return this.#send('GET', path, refundReply, call);
  }

  #send<T>(
    method: 'GET' | 'POST',
    path: string,
    reply: ZodType<T>,
    call: OutsideCall,
    body?: RequestBody,
    alsoAnswers?: readonly number[],
  ): Promise<T> {
    const { system, collection, authorise } = this.#options;
    return authorise(
      body,
      async (headers) => {
        const request = { system, method, url: collection + path, headers, body, reply, alsoAnswers };
        return (await this.#http.send(request, call)).reply;
      },
      call,
    );
  }
}
