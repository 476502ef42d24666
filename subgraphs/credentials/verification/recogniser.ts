import { details } from './details.ts';
import type { Said } from './said.ts';
import { CheckName, type CredentialVerification, Findings, Verdict } from './verdict.ts';
import type { CredentialVerifier } from './verifier.ts';

/**
 * Knows one kind of thing that can be checked. The first that recognises a text answers; null passes it on to
 * the next. A new kind of document is a new recogniser.
 */
export interface Recogniser {
  recognise(text: string, holderName: string | null): Promise<CredentialVerification | null>;
}

/** A link to a credential of this hub, or its id. */
export function ownCredential(verifier: CredentialVerifier): Recogniser {
  return {
    async recognise(text, holderName) {
      const signed = await verifier.ownText(text);
      return signed === null ? null : verifier.verify(signed, holderName);
    },
  };
}

/** The text of a credential: JSON, or JWT. */
export function credentialText(verifier: CredentialVerifier): Recogniser {
  return {
    async recognise(text, holderName) {
      return /^\{|^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) ? verifier.verify(text, holderName) : null;
    },
  };
}

/** Asks one recogniser after the other; what none knows is UNKNOWN. */
export async function recognised(
  recognisers: readonly Recogniser[],
  text: string,
  holderName: string | null,
): Promise<CredentialVerification> {
  for (const recogniser of recognisers) {
    const verification = await recogniser.recognise(text.trim(), holderName);
    if (verification) return verification;
  }
  return unrecognised(details.notACredential);
}

/** UNKNOWN, because it cannot even be read. */
export function unrecognised(why: Said): CredentialVerification {
  const findings = new Findings();
  findings.failed(CheckName.FORM, why);
  return {
    verdict: Verdict.UNKNOWN,
    checks: findings.checks,
    credentialId: null,
    hubCredentialId: null,
    name: null,
    issuerId: null,
    issuerName: null,
    validFrom: null,
    validUntil: null,
    checkedAt: new Date(),
  };
}
