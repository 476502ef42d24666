// Decorators of entities and resolvers write into it, so it comes before them all.
import 'reflect-metadata';
import { createBsre } from '../integrations/document-signer/bsre/bsre.ts';
import { createEuropass } from '../integrations/europass/europass.ts';
import { createLinkedIn } from '../integrations/linkedin/linkedin.ts';
import { createSmtpMailer } from '../integrations/mail/smtp/smtp.ts';
import { createPdfSeal } from '../integrations/pdf-seal/p12/p12-seal.ts';
import { sicantikRegistries } from '../integrations/permit-registry/sicantik/sicantik.ts';
import { createSiplatih } from '../integrations/siplatih/siplatih.ts';
import { createFileStore } from '../integrations/storage/index.ts';
import { createWallets } from '../integrations/wallets/index.ts';
import type { Subgraph, SubgraphDefinition } from '../platform/federation/subgraph.ts';
import type { TargetPolicy } from '../platform/http-client/guarded-agent.ts';
import type { HttpClient } from '../platform/http-client/http-client.ts';
import { credentials } from '../subgraphs/credentials/subgraph.ts';
import { systemNames } from '../subgraphs/exchange/integrations/registry.ts';
import { exchange } from '../subgraphs/exchange/subgraph.ts';
import { type IdentityParts, identityAt } from '../subgraphs/identity/subgraph.ts';
import { type CheckSchedule, defaultCheckSchedule } from '../subgraphs/payments/settlement/check-schedule.ts';
import { payments } from '../subgraphs/payments/subgraph.ts';
import { permits } from '../subgraphs/permits/subgraph.ts';
import { training } from '../subgraphs/training/subgraph.ts';
import { credentialsUrlOf } from './credentials-url.ts';

export interface DefinitionOptions {
  /** With the variables of the outside systems. */
  environment: Readonly<Record<string, string | undefined>>;
  /** Where others reach the hub, without a trailing slash. */
  publicUrl: string;
  /** With which the outside systems are called. */
  http: HttpClient;
  /** The outside systems of sandbox organisations, and with what they are called; they have none when absent. */
  sandbox?:
    | { environment: Readonly<Record<string, string | undefined>>; http: HttpClient }
    | null
    | undefined;
  /** When pending payments are read back, in milliseconds from their creation; as the subgraph has it when absent. */
  checkPaymentsAfter?: readonly number[] | undefined;
  /** Where webhooks may lead; only to public addresses when absent. */
  webhookTargets?: TargetPolicy | undefined;
  /** Days that events and their deliveries are kept; 30 when absent. */
  retentionDays?: number | undefined;
  /** Whether the whole hub runs in this one process, for one who tries it. */
  embedded?: boolean | undefined;
  /** Whether `test_key` and `test_secret` are of use. */
  testClient?: boolean | undefined;
}

/** The names of `subgraphDefinitions`; known without what these need. */
export const subgraphNames = ['identity', 'training', 'credentials', 'payments', 'permits', 'exchange'];

/** Every subgraph of the hub, each with what it needs of the environment. */
export function subgraphDefinitions(options: DefinitionOptions): SubgraphDefinition[] {
  const { environment, publicUrl, http, checkPaymentsAfter, webhookTargets, retentionDays, embedded } =
    options;
  const credentialsUrl = credentialsUrlOf(environment, publicUrl);
  const siplatih = createSiplatih(environment, http);
  // What a sandbox organisation asks of an outside system is never asked of the live one.
  const sandbox = options.sandbox ?? { environment: {}, http };
  const sandboxSiplatih = createSiplatih(sandbox.environment, sandbox.http);
  const schedule: CheckSchedule = {
    ...defaultCheckSchedule,
    ...(checkPaymentsAfter && { after: checkPaymentsAfter }),
  };
  const baseUrls = Object.fromEntries(
    systemNames.map((name) => [name, environment[name === 'SMTP' ? 'SMTP_URL' : `${name}_API_URL`] || null]),
  );
  return [
    identityAt(
      publicUrl,
      {
        live: createSmtpMailer(environment, http),
        // How a stand-in is says nothing of the mail server.
        sandbox: createSmtpMailer(sandbox.environment, null),
      },
      options.testClient,
    ),
    training({ siplatih, sandboxSiplatih, publicUrl: credentialsUrl }),
    credentials({
      publicUrl,
      credentialsUrl,
      exits: {
        siplatih,
        linkedin: createLinkedIn(environment, http),
        europass: createEuropass(environment, http),
        seal: createPdfSeal(environment),
        sandbox: {
          siplatih: sandboxSiplatih,
          linkedin: createLinkedIn(sandbox.environment, sandbox.http),
          europass: createEuropass(sandbox.environment, sandbox.http),
        },
      },
    }),
    payments({
      wallets: createWallets(environment, http),
      sandboxWallets: createWallets(sandbox.environment, sandbox.http),
      publicUrl,
      schedule,
    }),
    permits({
      registries: sicantikRegistries(environment, http),
      allowHttp: embedded ?? false,
      startAtOnce: embedded ?? false,
      documents: {
        files: createFileStore(environment),
        signer: createBsre(environment, http),
        publicUrl,
      },
    }),
    exchange({ baseUrls, webhooks: { targets: webhookTargets, keepDays: retentionDays } }),
  ];
}

/** What identity offers besides the graph: who is asking, and the operator's keys. */
export function identityOf(subgraphs: readonly Subgraph[]): IdentityParts {
  const found = subgraphs.find((subgraph) => subgraph.name === 'identity');
  if (!found) throw new Error('The subgraph identity is not in this process.');
  return found.parts as IdentityParts;
}
