import type { ServerResponse } from 'node:http';
import type { Principal } from '../../platform/auth/principal.ts';
import type { CallContext } from '../../platform/federation/caller.ts';

/** On whose behalf an operation runs that came over HTTP. */
export class HttpCall implements CallContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly address: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly #response: ServerResponse;
  #gone: AbortController | undefined;

  constructor(
    principal: Principal,
    requestId: string,
    address: string | undefined,
    idempotencyKey: string | undefined,
    response: ServerResponse,
  ) {
    this.principal = principal;
    this.requestId = requestId;
    this.address = address;
    this.idempotencyKey = idempotencyKey;
    this.#response = response;
  }

  /** Aborted when the client leaves before it has its answer. Made when it is first asked for: not all who are called look. */
  get signal(): AbortSignal {
    if (!this.#gone) {
      const gone = new AbortController();
      const response = this.#response;
      if (response.destroyed && !response.writableFinished) gone.abort();
      response.once('close', () => {
        if (!response.writableFinished) gone.abort();
      });
      this.#gone = gone;
    }
    return this.#gone.signal;
  }
}
