import { invalid } from '../../../platform/errors.ts';
import { details } from './details.ts';
import { type Evidence, textOfFile } from './evidence.ts';
import { type Recogniser, recognised, unrecognised } from './recogniser.ts';
import type { CredentialVerification } from './verdict.ts';
import type { VerifyCredentialInput } from './verification.inputs.ts';

/** Longest text that is looked at, in characters: canonicalising it keeps the process from everything else. */
const longestText = 256 * 1024;

/** Checks whatever is handed in, by graph or by page. */
export class VerificationService {
  readonly #recognisers: readonly Recogniser[];

  constructor(recognisers: readonly Recogniser[]) {
    this.#recognisers = recognisers;
  }

  async text(text: string, holderName: string | null): Promise<CredentialVerification> {
    if (text.length > longestText) return unrecognised(details.tooLong);
    return recognised(this.#recognisers, text, holderName);
  }

  /** Checks what was found in a file. */
  async found(found: Evidence, holderName: string | null): Promise<CredentialVerification> {
    return 'problem' in found ? unrecognised(found.problem) : this.text(found.text, holderName);
  }

  /** Throws VALIDATION_ERROR when there is nothing to check, or two things. */
  async verify({ text, file, holderName }: VerifyCredentialInput): Promise<CredentialVerification> {
    if (Boolean(text) === Boolean(file)) throw invalid('text', 'give either text or file');
    const name = holderName ?? null;
    return file
      ? this.found(await textOfFile(Buffer.from(file, 'base64')), name)
      : this.text(text ?? '', name);
  }
}
