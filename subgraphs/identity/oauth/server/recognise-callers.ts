import type { KoaContextWithOIDC } from 'oidc-provider';
import { recognise } from '../../../../platform/auth/known-caller.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import { callerOf } from '../../sign-in/signed-in-person.ts';

/** Where a client shows who it is. */
const ofClients: ReadonlySet<string | undefined> = new Set(['token', 'revocation', 'introspection']);

/** Tells the request log which client, or which person in which browser, has called. */
export function recogniseCallers(signIn: SignInService) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const { route, client, session, entities } = ctx.oidc ?? {};
    const id = client?.clientId;
    if (id !== undefined && ofClients.has(route)) {
      const refusal = ctx.body as { error?: unknown } | null | undefined;
      // The library knows whom it means before it has looked at the secret.
      if (refusal?.error === 'invalid_client' || ctx.status === 429) return;
      const organisationId = String(client?.organisation_id);
      recognise({
        kind: 'organisation',
        id,
        organisationId,
        clientId: id,
        userId: entities?.Account?.accountId,
      });
    } else if (session?.accountId) {
      const person = await signIn.personOf(session.accountId);
      if (person) recognise(callerOf({ ...person, userId: session.accountId }, id));
    }
  };
}
