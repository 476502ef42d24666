import type { Adapter } from 'oidc-provider';

/** An adapter that stores nothing of `model`, but for what `parts` does. */
export function partialAdapter(model: string, parts: Partial<Adapter>): Adapter {
  const nothing = async () => undefined;
  const refuse = async () => {
    throw new Error(`The OAuth server stores no ${model} like that.`);
  };
  return {
    find: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    // Whoever revokes by grant goes on to destroy the grant, and all that is of it with it.
    revokeByGrantId: nothing,
    ...parts,
  };
}
