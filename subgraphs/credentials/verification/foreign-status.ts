import { z } from 'zod';
import { proofHolds, type VerificationMethod } from '../open-badges/data-integrity.ts';
import { bitAt } from '../status-lists/bitstring.ts';
import type { StatusEntry } from './claimed-credential.ts';
import type { ForeignDocuments } from './foreign-documents.ts';

const listCredential = z.looseObject({
  issuer: z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]),
  credentialSubject: z.looseObject({
    statusPurpose: z.union([z.string(), z.array(z.string())]),
    encodedList: z.string(),
  }),
});

/** A credential with more than these would be made to keep the hub busy. */
const mostEntries = 4;

export type ForeignStatus = { set: string[] } | { problem: string };

/** Which purposes of its status entries are set for a credential of another issuer, or why that cannot be told. */
export async function foreignStatus(
  entries: readonly StatusEntry[],
  issuer: { did: string; methods: readonly VerificationMethod[] },
  documents: ForeignDocuments,
): Promise<ForeignStatus> {
  if (entries.length > mostEntries) return { problem: `it has more than ${mostEntries} status entries` };
  const set: string[] = [];
  for (const { type, statusPurpose, statusListIndex, statusListCredential } of entries) {
    if (type !== 'BitstringStatusListEntry') return { problem: `statuses of type ${type} cannot be read` };
    const found = await documents.get(statusListCredential);
    if ('problem' in found) return found;
    const parsed = listCredential.safeParse(found.document);
    if (!parsed.success) return { problem: `${statusListCredential} is no status list` };
    const { issuer: listIssuer, credentialSubject } = parsed.data;
    if (listIssuer !== issuer.did) return { problem: 'the status list is another issuer’s' };
    if (![credentialSubject.statusPurpose].flat().includes(statusPurpose))
      return { problem: `the status list is not for ${statusPurpose}` };
    const holds = await proofHolds(found.document as object, issuer.did, issuer.methods).catch(() => false);
    if (!holds) return { problem: 'the status list is not what its issuer signed' };
    const bit = bitAt(credentialSubject.encodedList, statusListIndex);
    if (bit === null) return { problem: 'the status list cannot be read' };
    if (bit) set.push(statusPurpose);
  }
  return { set };
}
