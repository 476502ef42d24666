import type { BatchLoad } from '../../../platform/federation/context.ts';
import { Credential } from './credential.ts';

/** The two signed forms of a credential; null in what was issued before credentials were signed. */
export interface SignedCredential {
  document: string | null;
  jwt: string | null;
}

/** Read only when they are asked for: they are far larger than all the rest. */
export const signedCredential: BatchLoad<string, SignedCredential> = {
  async load(ids, { em }) {
    const rows = await em
      .fork()
      .find(
        Credential,
        { id: { $in: [...ids] } },
        { fields: ['document', 'jwt'], filters: { fence: false } },
      );
    const found = new Map(rows.map(({ id, document, jwt }) => [id, { document, jwt }]));
    return ids.map((id) => found.get(id) ?? { document: null, jwt: null });
  },
};
