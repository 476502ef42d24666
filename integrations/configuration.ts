import type { Environment } from '../platform/integration-kit/vendor-configuration.ts';
import { bsreProblems } from './document-signer/bsre/bsre.ts';
import { europassProblems } from './europass/europass.ts';
import { linkedinProblems } from './linkedin/linkedin.ts';
import { smtpProblems } from './mail/smtp/smtp.ts';
import { pdfSealProblems } from './pdf-seal/p12/p12-seal.ts';
import { sicantikProblems } from './permit-registry/sicantik/sicantik.ts';
import { siplatihProblems } from './siplatih/siplatih.ts';
import { storageProblems } from './storage/index.ts';
import { walletProblems } from './wallets/index.ts';

/** What is wrong with the environment variables of all outside systems, one line each. */
export function integrationProblems(environment: Environment): string[] {
  return [
    ...siplatihProblems(environment),
    ...linkedinProblems(environment),
    ...europassProblems(environment),
    ...walletProblems(environment),
    ...sicantikProblems(environment),
    ...bsreProblems(environment),
    ...storageProblems(environment),
    ...pdfSealProblems(environment),
    ...smtpProblems(environment),
  ];
}
