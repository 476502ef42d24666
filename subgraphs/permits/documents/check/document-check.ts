import { createHash } from 'node:crypto';
import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { pdfSignatures } from '../../../../integrations/document-signer/pdf-signatures.ts';
import { Permit } from '../../permits/permit.ts';
import { DocumentStatus } from '../document.state.ts';
import { PermitDocument } from '../permit-document.ts';

/**
 * What the public is told.
 *
 * - `GENUINE`: signed, and found valid by the signing service.
 * - `SIGNED`: signed; the signing service has not verified it yet.
 * - `WITHDRAWN`: it was signed, and was withdrawn or not found valid.
 * - `UNSIGNED`: a version of the document from before it was signed.
 * - `ALTERED`: it carries the signature of a document, and was changed after.
 * - `UNKNOWN`: nothing is known of it here.
 */
export type Verdict = 'GENUINE' | 'SIGNED' | 'WITHDRAWN' | 'UNSIGNED' | 'ALTERED' | 'UNKNOWN';

export interface CheckResult {
  verdict: Verdict;
  /** null when nothing is known. */
  document: CheckedDocument | null;
}

export interface CheckedDocument {
  permitNumber: string | null;
  permitType: string | null;
  /** null where it was found by its number alone, which can be guessed. */
  holder: string | null;
  expiresOn: string | null;
  signerName: string | null;
  signedAt: string | null;
  verifiedAt: string | null;
  /** SHA-256 of the signed file. */
  sha256: string | null;
}

const { SIGNED, VERIFIED, REJECTED, CANCELLED } = DocumentStatus;

const unknown: CheckResult = { verdict: 'UNKNOWN', document: null };

/** The statuses of documents that the public hears of, with what it hears. */
const verdicts: ReadonlyMap<DocumentStatus, Verdict> = new Map([
  [VERIFIED, 'GENUINE'],
  [SIGNED, 'SIGNED'],
  [REJECTED, 'WITHDRAWN'],
  [CANCELLED, 'WITHDRAWN'],
]);

const mostFound = 5;

/** Says to anybody whether a document of a permit is the one that was signed. Nothing is said of what never was. */
export class DocumentCheck {
  readonly #em: EntityManager;

  /** `em` is not fenced: whoever holds a document may ask of it. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /** By what its QR code holds. */
  async byToken(token: string): Promise<CheckResult> {
    const [found] = await this.#find({ token });
    return found ? this.#told(found, null, true) : unknown;
  }

  /** The documents of permits of that number, the newest first, at most five. */
  async byNumber(permitNumber: string): Promise<CheckResult[]> {
    const permits = await this.#em
      .fork()
      .find(Permit, { permitNumber }, { filters: { fence: false }, fields: ['id'], limit: mostFound });
    const found = await this.#find({ permitId: { $in: permits.map(({ id }) => id) } });
    return Promise.all(found.map((document) => this.#told(document, null, false)));
  }

  /** By the PDF itself: its hash, else the signatures in it. */
  async byPdf(pdf: Buffer): Promise<CheckResult> {
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const [same] = await this.#find({ signed: { sha256 } });
    if (same) return this.#told(same, null, true);
    const signatures = pdfSignatures(pdf).map((signature) => signature.sha256);
    const [altered] = signatures.length > 0 ? await this.#find({ signatureSha256: { $in: signatures } }) : [];
    if (altered) return this.#told(altered, 'ALTERED', true);
    const [earlier] = await this.#find({ $or: [{ stamped: { sha256 } }, { original: { sha256 } }] });
    return earlier ? this.#told(earlier, 'UNSIGNED', true) : unknown;
  }

  #find(where: FilterQuery<PermitDocument>): Promise<PermitDocument[]> {
    const shown = {
      signed: { $ne: null },
      status: { $in: [...verdicts.keys()] },
    } as FilterQuery<PermitDocument>;
    return this.#em.fork().find(PermitDocument, { $and: [where, shown] } as FilterQuery<PermitDocument>, {
      filters: { fence: false },
      orderBy: { id: 'desc' },
      limit: mostFound,
    });
  }

  async #told(document: PermitDocument, verdict: Verdict | null, holds: boolean): Promise<CheckResult> {
    const em = this.#em.fork();
    const permit = await em.findOneOrFail(Permit, { id: document.permitId }, { filters: { fence: false } });
    await em.getConnection().execute(
      `UPDATE permits.permit_documents SET times_checked = times_checked + 1, last_checked_at = clock_timestamp()
         WHERE id = ?`,
      [document.id],
      'run',
    );
    return {
      verdict: verdict ?? (verdicts.get(document.status) as Verdict),
      document: {
        permitNumber: permit.permitNumber,
        permitType: permit.permitTypeName,
        holder: holds ? permit.applicantName : null,
        expiresOn: permit.expiresOn,
        signerName: document.signerName,
        signedAt: document.signedAt?.toISOString() ?? null,
        verifiedAt: document.verifiedAt?.toISOString() ?? null,
        sha256: document.signed?.sha256 ?? null,
      },
    };
  }
}
