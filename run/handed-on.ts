import type { Authenticator, Credentials } from '../platform/auth/authenticator.ts';
import { anonymous, type Principal } from '../platform/auth/principal.ts';

/** Takes everybody for nobody, and remembers what each has shown, for the subgraphs that know what it is worth. */
export class HandedOn implements Authenticator {
  readonly #shown = new WeakMap<Principal, string>();

  async authenticate({ authorization }: Credentials): Promise<Principal> {
    if (authorization === undefined) return anonymous;
    const somebody = { ...anonymous };
    this.#shown.set(somebody, authorization);
    return somebody;
  }

  /** The `Authorization` that came with the request of `principal`. */
  of(principal: Principal): string | undefined {
    return this.#shown.get(principal);
  }
}
