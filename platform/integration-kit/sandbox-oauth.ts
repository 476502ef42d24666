import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Refusal, readForm, type SandboxKit, type StandInRequest } from './sandbox-kit.ts';
import { sameSignature } from './signature.ts';

/** The client_credentials side of a stand-in: gives tokens out, and knows its own again. */
export class SandboxTokens {
  readonly #expiries = new Map<string, number>();
  readonly #client: { clientId: string; clientSecret: string; expiresInSeconds: number };

  constructor(client: { clientId: string; clientSecret: string; expiresInSeconds: number }) {
    this.#client = client;
  }

  /**
   * Serves `POST {path}` as RFC 6749 section 4.4 says, and `POST _control/tokens/revoke`, after which
   * every token given out so far is refused.
   */
  serve(app: FastifyInstance, kit: SandboxKit, path: string): void {
    app.post('/_control/tokens/revoke', () => {
      this.#expiries.clear();
      return { revoked: true };
    });
    kit.serve('token', 'POST', path, (request) => {
      const form = readForm(request.rawBody);
      if (form.grant_type !== 'client_credentials')
        return { status: 400, body: { error: 'unsupported_grant_type' } };
      const known =
        sameSignature(form.client_id ?? '', this.#client.clientId) &&
        sameSignature(form.client_secret ?? '', this.#client.clientSecret);
      if (!known) return { status: 401, body: { error: 'invalid_client' } };
      const token = randomBytes(24).toString('base64url');
      this.#forgetExpired();
      this.#expiries.set(token, Date.now() + this.#client.expiresInSeconds * 1000);
      return {
        body: {
          access_token: token,
          token_type: 'Bearer',
          expires_in: this.#client.expiresInSeconds,
          ...(form.scope && { scope: form.scope }),
        },
      };
    });
  }

  /** Refuses a request without a living token. */
  check(request: StandInRequest): void {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if ((this.#expiries.get(token) ?? 0) <= Date.now())
      throw new Refusal(401, 'UNAUTHORIZED', 'The access token is missing, unknown or expired.');
  }

  #forgetExpired(): void {
    const now = Date.now();
    for (const [token, expiry] of this.#expiries) if (expiry <= now) this.#expiries.delete(token);
  }
}
