import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Europass } from '../../integrations/europass/port.ts';
import type { LinkedIn } from '../../integrations/linkedin/port.ts';
import type { PdfSeal } from '../../integrations/pdf-seal/port.ts';
import type { Siplatih } from '../../integrations/siplatih/port.ts';
import type { SubgraphKit } from '../../platform/federation/subgraph.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../../platform/jobs/retry-policy.ts';
import { defineTask } from '../../platform/jobs/task.ts';
import { CredentialCertificateResolver } from './certificates/certificate.joins.ts';
import { certificateRoutes } from './certificates/certificate.routes.ts';
import { CertificateLinks } from './certificates/certificate-link.ts';
import { destinations } from './exports/destinations.ts';
import { CredentialExitsResolver } from './exports/export.joins.ts';
import { CredentialExportChangeResolver, CredentialExportResolver } from './exports/export.resolver.ts';
import { ExportService } from './exports/export.service.ts';
import { CredentialExport } from './exports/export.ts';
import { ExportSender } from './exports/export-sender.ts';
import { linkedInRoutes } from './linkedin-connections/linkedin.routes.ts';
import { LinkedInAttempt } from './linkedin-connections/linkedin-attempt.ts';
import {
  LinkedInConnectionResolver,
  StudentLinkedInResolver,
} from './linkedin-connections/linkedin-connection.resolver.ts';
import { LinkedInConnectionService } from './linkedin-connections/linkedin-connection.service.ts';
import { LinkedInConnection } from './linkedin-connections/linkedin-connection.ts';
import type { Addresses } from './open-badges/addresses.ts';
import { walletRoutes } from './wallet-offers/wallet.routes.ts';
import { WalletOfferResolver } from './wallet-offers/wallet-offer.resolver.ts';
import { WalletOfferService } from './wallet-offers/wallet-offer.service.ts';
import { WalletOffer } from './wallet-offers/wallet-offer.ts';

/** What credentials leave the hub by; null where it is not configured. */
export interface ExitOptions {
  siplatih?: Siplatih | null;
  linkedin?: LinkedIn | null;
  europass?: Europass | null;
  /** What sandbox organisations have instead of these; nothing when absent. */
  sandbox?: Pick<ExitOptions, 'siplatih' | 'linkedin' | 'europass'> | null;
  /** Seals the certificates that holders are given, but those of the sandbox; null when they are not sealed. */
  seal?: PdfSeal | null;
  /** When an export is sent again; `defaultRetryPolicy` where nothing else is said. */
  retry?: Partial<RetryPolicy>;
  /** How long a mutation waits for the outside system’s answer. Default 5 s. */
  answerWithinMs?: number;
}

export const exitEntities = [CredentialExport, LinkedInConnection, LinkedInAttempt, WalletOffer];

export const exitResolvers = [
  CredentialExportResolver,
  CredentialExportChangeResolver,
  CredentialExitsResolver,
  CredentialCertificateResolver,
  LinkedInConnectionResolver,
  StudentLinkedInResolver,
  WalletOfferResolver,
];

export const exitRoutePrefixes = [
  '/auth/linkedin',
  '/api/v1/auth/linkedin',
  '/api/v1/integrations/linkedin',
  '/.well-known/openid-credential-issuer',
  '/.well-known/oauth-authorization-server/credentials',
];

/** The ways by which a credential leaves the hub; LinkedIn sends browsers back to `publicUrl`. */
export function exits(options: ExitOptions, addresses: Addresses, publicUrl: string, kit: SubgraphKit) {
  const { answerWithinMs = 5000, sandbox } = options;
  const { neighbours, orm } = kit;
  const linkedin = { live: options.linkedin ?? null, sandbox: sandbox?.linkedin ?? null };
  const connections = new LinkedInConnectionService(
    { em: orm.em, cipher: kit.cipher },
    { linkedin, publicUrl },
  );
  const links = new CertificateLinks(kit.cipher, addresses);
  const wallets = new WalletOfferService(orm.em, addresses);
  const destinationsOver = ({ siplatih = null, linkedin = null, europass = null }: ExitOptions) =>
    destinations({ siplatih, linkedin, europass, connections, neighbours });
  const known = { live: destinationsOver(options), sandbox: destinationsOver(sandbox ?? {}) };
  const service = new ExportService({
    em: orm.em,
    neighbours,
    destinations: known,
    connections,
    addresses,
    answerWithinMs,
  });
  const sender = new ExportSender(orm.em, known, addresses, { ...defaultRetryPolicy, ...options.retry });
  return {
    resolvers: [
      new CredentialExportResolver(service),
      new CredentialExportChangeResolver(),
      new CredentialExitsResolver(orm.em, addresses),
      new CredentialCertificateResolver(links),
      new LinkedInConnectionResolver(connections),
      new StudentLinkedInResolver(),
      new WalletOfferResolver(wallets),
    ],
    routes(app: FastifyInstance) {
      linkedInRoutes(app, connections, publicUrl);
      walletRoutes(app, wallets, addresses);
      certificateRoutes(app, { em: orm.em, addresses, links, seal: options.seal ?? null });
    },
    tasks: [
      sender.task,
      defineTask({
        name: 'credentials.forget-invitations',
        schedule: '17 * * * *',
        payload: z.object({}),
        run: async () => {
          await connections.forget();
          await wallets.forget();
        },
      }),
    ],
  };
}
