import type { EntityManager } from '@mikro-orm/postgresql';
import { isOfSandbox } from '../../../platform/environment.ts';
import { Credential, CredentialStatus } from '../credentials/credential.ts';
import { type Addresses, uuid } from '../open-badges/addresses.ts';
import { identityHash } from '../open-badges/badge-document.ts';
import { proofHolds, UnknownContextError, type VerificationMethod } from '../open-badges/data-integrity.ts';
import { jwtHolds } from '../open-badges/vc-jwt.ts';
import { type ClaimedCredential, claimProblem, readCredential } from './claimed-credential.ts';
import { details } from './details.ts';
import type { ForeignDocuments } from './foreign-documents.ts';
import { foreignStatus } from './foreign-status.ts';
import type { IssuerKeyFinder } from './issuer-keys.ts';
import type { Said } from './said.ts';
import { CheckName, CheckOutcome, type CredentialVerification, Findings, Verdict } from './verdict.ts';

const ofStatus: Record<CredentialStatus, Verdict> = {
  [CredentialStatus.ACTIVE]: Verdict.VALID,
  [CredentialStatus.EXPIRED]: Verdict.EXPIRED,
  [CredentialStatus.SUSPENDED]: Verdict.SUSPENDED,
  [CredentialStatus.REVOKED]: Verdict.REVOKED,
};

export interface VerifierParts {
  em: EntityManager;
  addresses: Addresses;
  keys: IssuerKeyFinder;
  foreign: ForeignDocuments;
}

/** Tells whether a credential can be relied on, and why. For this hub's own nothing is fetched. */
export class CredentialVerifier {
  readonly #parts: VerifierParts;

  constructor(parts: VerifierParts) {
    this.#parts = parts;
  }

  /** The signed text of this hub's own credential that a link or an id names; null when `text` names none. */
  async ownText(text: string): Promise<string | null> {
    const id = this.#parts.addresses.badgeId(text.split(/[?#]/, 1)[0] ?? '') ?? text;
    if (!uuid.test(id)) return null;
    const options = { fields: ['document'], filters: { fence: false } } as const;
    const found = await this.#parts.em.fork().findOne(Credential, { id }, options);
    return found?.document ?? null;
  }

  /** Checks the text of a credential, JSON or JWT, and that it is `holderName`'s where one is given. */
  async verify(text: string, holderName: string | null): Promise<CredentialVerification> {
    const findings = new Findings();
    const read = readCredential(text);
    if ('problem' in read) {
      findings.failed(CheckName.FORM, read.problem);
      return verification(Verdict.UNKNOWN, findings, null, null);
    }
    findings.passed(CheckName.FORM);
    const hubId = this.#parts.addresses.badgeId(read.claims.id);
    const verdict = await this.#judge(read, findings, hubId);
    const known = verdict === Verdict.ALTERED ? null : hubId;
    if (holderName !== null && verdict !== Verdict.ALTERED) checkHolder(read, holderName, findings);
    const lastly = findings.checks.some(
      ({ name, outcome }) => name === CheckName.HOLDER && outcome !== CheckOutcome.PASSED,
    );
    return verification(
      lastly && verdict === Verdict.VALID ? Verdict.UNKNOWN : verdict,
      findings,
      read,
      known,
    );
  }

  async #judge(read: ClaimedCredential, findings: Findings, hubId: string | null): Promise<Verdict> {
    const did = read.claims.issuer.id;
    const keys = await this.#parts.keys.find(did);
    if ('problem' in keys) {
      findings.notDone(CheckName.ISSUER, keys.problem);
      return Verdict.UNKNOWN;
    }
    findings.passed(CheckName.ISSUER, keys.own ? details.ownIssuer : null);
    const proof = await this.#proof(read, did, keys.methods);
    if (proof === details.unknownContext) {
      findings.notDone(CheckName.PROOF, proof);
      return Verdict.UNKNOWN;
    }
    if (proof !== null) {
      findings.failed(CheckName.PROOF, proof);
      return Verdict.ALTERED;
    }
    findings.passed(CheckName.PROOF);
    const dates = datesOf(read, findings);
    const status = keys.own
      ? await this.#ownStatus(hubId, findings)
      : await this.#foreignStatus(read, did, keys.methods, findings);
    return status === Verdict.VALID ? dates : status;
  }

  /** What is wrong with the proof; null when nothing is. */
  async #proof(
    read: ClaimedCredential,
    did: string,
    methods: readonly VerificationMethod[],
  ): Promise<Said | null> {
    if (read.jwt !== null) {
      if (!(await jwtHolds(read.jwt, methods))) return details.otherSignature;
      return claimProblem(read);
    }
    if (!read.document || !('proof' in read.document)) return details.noProof;
    try {
      return (await proofHolds(read.document, did, methods)) ? null : details.otherProof;
    } catch (error) {
      if (error instanceof UnknownContextError) return details.unknownContext;
      throw error;
    }
  }

  async #ownStatus(hubId: string | null, findings: Findings): Promise<Verdict> {
    const options = { filters: { fence: false } } as const;
    const credential = hubId && (await this.#parts.em.fork().findOne(Credential, { id: hubId }, options));
    if (!credential) {
      findings.failed(CheckName.REGISTERED, details.notIssued);
      return Verdict.UNKNOWN;
    }
    const sandbox = isOfSandbox(credential.organisationId);
    if (sandbox) findings.failed(CheckName.REGISTERED, details.sandbox);
    else findings.passed(CheckName.REGISTERED);
    const { status } = credential;
    if (status === CredentialStatus.SUSPENDED) findings.failed(CheckName.STATUS, details.suspended);
    else if (status === CredentialStatus.REVOKED) findings.failed(CheckName.STATUS, details.revoked);
    else findings.passed(CheckName.STATUS);
    return sandbox ? Verdict.SANDBOX : ofStatus[status];
  }

  async #foreignStatus(
    { claims }: ClaimedCredential,
    did: string,
    methods: readonly VerificationMethod[],
    findings: Findings,
  ): Promise<Verdict> {
    const entries = claims.credentialStatus ?? [];
    const found = await foreignStatus(entries, { did, methods }, this.#parts.foreign);
    if ('problem' in found) {
      findings.notDone(CheckName.STATUS, found.problem);
      return Verdict.UNKNOWN;
    }
    const { set } = found;
    if (set.length === 0) {
      findings.passed(CheckName.STATUS, entries.length === 0 ? details.noStatus : null);
      return Verdict.VALID;
    }
    findings.failed(CheckName.STATUS, details.statusSet(set.join(', ')));
    if (set.includes('revocation')) return Verdict.REVOKED;
    return set.includes('suspension') ? Verdict.SUSPENDED : Verdict.UNKNOWN;
  }
}

/** How far ahead the clock of an issuer may be. */
const clockToleranceMs = 5 * 60_000;

function datesOf({ claims }: ClaimedCredential, findings: Findings): Verdict {
  const from = Date.parse(claims.validFrom);
  const until = claims.validUntil === undefined ? null : Date.parse(claims.validUntil);
  if (until !== null && until <= from) {
    findings.failed(CheckName.DATES, details.endsBeforeItBegins);
    return Verdict.UNKNOWN;
  }
  if (from > Date.now() + clockToleranceMs) {
    findings.failed(CheckName.DATES, details.notBegun);
    return Verdict.UNKNOWN;
  }
  if (until !== null && until <= Date.now()) {
    findings.failed(CheckName.DATES, details.ended);
    return Verdict.EXPIRED;
  }
  findings.passed(CheckName.DATES);
  return Verdict.VALID;
}

function checkHolder({ claims }: ClaimedCredential, name: string, findings: Findings): void {
  const hashes = (claims.credentialSubject.identifier ?? []).filter(
    ({ identityType }) => identityType === 'name',
  );
  if (hashes.length === 0) findings.notDone(CheckName.HOLDER, details.noName);
  else if (hashes.some(({ identityHash: hash, salt }) => hash === identityHash(name.trim(), salt)))
    findings.passed(CheckName.HOLDER);
  else findings.failed(CheckName.HOLDER, details.otherName);
}

function verification(
  verdict: Verdict,
  { checks }: Findings,
  read: ClaimedCredential | null,
  hubCredentialId: string | null,
): CredentialVerification {
  const claims = read?.claims;
  return {
    verdict,
    checks,
    credentialId: claims?.id ?? null,
    hubCredentialId,
    name: claims?.name ?? null,
    issuerId: claims?.issuer.id ?? null,
    issuerName: claims?.issuer.name ?? null,
    validFrom: claims ? new Date(claims.validFrom) : null,
    validUntil: claims?.validUntil === undefined ? null : new Date(claims.validUntil),
    checkedAt: new Date(),
  };
}
