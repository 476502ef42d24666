import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { details } from './details.ts';
import type { Said } from './said.ts';

const list = <T extends z.ZodType>(item: T) =>
  z.union([item, z.array(item)]).transform((value) => [value].flat() as z.output<T>[]);

const statusEntry = z.looseObject({
  type: z.string(),
  statusPurpose: z.string(),
  statusListIndex: z.union([z.string().regex(/^\d{1,9}$/), z.int().min(0)]).transform(Number),
  statusListCredential: z.string(),
});

export type StatusEntry = z.output<typeof statusEntry>;

/** What is needed of a credential to check it; the rest is read by nobody here. */
const claimed = z.looseObject({
  '@context': z.array(z.unknown()),
  id: z.string().max(2000),
  type: list(z.string()),
  name: z.string().optional().catch(undefined),
  issuer: z
    .union([z.string(), z.looseObject({ id: z.string(), name: z.string().optional().catch(undefined) })])
    .transform((issuer) => (typeof issuer === 'string' ? { id: issuer, name: undefined } : issuer)),
  validFrom: z.iso.datetime({ offset: true }),
  validUntil: z.iso.datetime({ offset: true }).optional(),
  credentialStatus: list(statusEntry).optional(),
  credentialSubject: z.looseObject({
    identifier: list(
      z.looseObject({ identityHash: z.string(), identityType: z.string(), salt: z.string().default('') }),
    )
      .optional()
      .catch(undefined),
  }),
});

/** A credential as it was handed in: what it claims, and the text that is signed. */
export interface ClaimedCredential {
  claims: z.output<typeof claimed>;
  /** As it came, proof and all; null for a JWT. */
  document: object | null;
  jwt: string | null;
}

const compactJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Reads a credential, JSON with a proof or VC-JWT; a `problem` says why it is none. */
export function readCredential(text: string): ClaimedCredential | { problem: Said } {
  const jwt = compactJwt.test(text) ? text : null;
  try {
    if (jwt) decodeProtectedHeader(jwt);
    const body = jwt ? Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8') : text;
    const document: unknown = JSON.parse(body);
    const parsed = claimed.safeParse(document);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { problem: details.missing(issue?.path.join('.') ?? '') };
    }
    if (parsed.data['@context'][0] !== 'https://www.w3.org/ns/credentials/v2')
      return { problem: details.otherContext };
    if (!parsed.data.type.includes('VerifiableCredential')) return { problem: details.otherType };
    return { claims: parsed.data, document: jwt ? null : (document as object), jwt };
  } catch {
    // Neither JSON nor a JWT.
    return { problem: details.unreadable };
  }
}

/** Why the claims of a JWT are not those of the credential in it; null when they are. */
export function claimProblem({ claims }: ClaimedCredential): Said | null {
  const { iss, jti, nbf, exp } = claims as Record<string, unknown>;
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  if (iss !== undefined && iss !== claims.issuer.id) return details.otherClaim('iss', 'issuer');
  if (jti !== undefined && jti !== claims.id) return details.otherClaim('jti', 'id');
  if (nbf !== undefined && nbf !== seconds(claims.validFrom)) return details.otherClaim('nbf', 'validFrom');
  if (exp !== undefined && (!claims.validUntil || exp !== seconds(claims.validUntil)))
    return details.otherClaim('exp', 'validUntil');
  return null;
}
