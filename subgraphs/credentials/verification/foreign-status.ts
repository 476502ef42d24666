import { z } from 'zod';
import { proofHolds, type VerificationMethod } from '../open-badges/data-integrity.ts';
import { bitAt } from '../status-lists/bitstring.ts';
import type { StatusEntry } from './claimed-credential.ts';
import { details } from './details.ts';
import type { ForeignDocuments } from './foreign-documents.ts';
import type { Said } from './said.ts';

const listCredential = z.looseObject({
  issuer: z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]),
  credentialSubject: z.looseObject({
    statusPurpose: z.union([z.string(), z.array(z.string())]),
    encodedList: z.string(),
  }),
});

/** A credential with more than these would be made to keep the hub busy. */
const mostEntries = 4;

export type ForeignStatus = { set: string[] } | { problem: Said };

/** Which purposes of its status entries are set for a credential of another issuer, or why that cannot be told. */
export async function foreignStatus(
  entries: readonly StatusEntry[],
  issuer: { did: string; methods: readonly VerificationMethod[] },
  documents: ForeignDocuments,
): Promise<ForeignStatus> {
  if (entries.length > mostEntries) return { problem: details.manyEntries(mostEntries) };
  const set: string[] = [];
  for (const { type, statusPurpose, statusListIndex, statusListCredential } of entries) {
    if (type !== 'BitstringStatusListEntry') return { problem: details.otherStatusType(type) };
    const found = await documents.get(statusListCredential);
    if ('problem' in found) return found;
    const parsed = listCredential.safeParse(found.document);
    if (!parsed.success) return { problem: details.noList(statusListCredential) };
    const { issuer: listIssuer, credentialSubject } = parsed.data;
    if (listIssuer !== issuer.did) return { problem: details.othersList };
    if (![credentialSubject.statusPurpose].flat().includes(statusPurpose))
      return { problem: details.otherPurpose(statusPurpose) };
    const holds = await proofHolds(found.document as object, issuer.did, issuer.methods).catch(() => false);
    if (!holds) return { problem: details.alteredList };
    const bit = bitAt(credentialSubject.encodedList, statusListIndex);
    if (bit === null) return { problem: details.unreadableList };
    if (bit) set.push(statusPurpose);
  }
  return { set };
}
