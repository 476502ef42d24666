import type { KoaContextWithOIDC } from 'oidc-provider';

/** On an answer that is no preflight's it means nothing to browsers. */
const marker = 'access-control-max-age';

/**
 * Leaves it to the gateway whose pages may call (CORS). The library refuses every page a token, also the hub's own, and
 * lets all of them read the rest, unless something of the kind stands in the answer already.
 */
export async function leaveOriginsToGateway(
  ctx: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<void> {
  ctx.set(marker, '0');
  await next();
  ctx.remove(marker);
}
