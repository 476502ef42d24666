import { rowReference, stubOf, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit } from '../../platform/federation/subgraph.ts';
import { AchievementResolver, achievementById } from './achievements/achievement.resolver.ts';
import { AchievementService } from './achievements/achievement.service.ts';
import { Achievement } from './achievements/achievement.ts';
import { batchTask } from './batches/batch-task.ts';
import { batchById, CredentialBatchResolver } from './batches/credential-batch.resolver.ts';
import { CredentialBatchService } from './batches/credential-batch.service.ts';
import { CredentialBatch } from './batches/credential-batch.ts';
import { BadgeSigner } from './credentials/badge-signer.ts';
import { completionTask } from './credentials/completion.ts';
import {
  EnrolmentCredentialResolver,
  ProgramCredentialsResolver,
  StudentCredentialsResolver,
} from './credentials/credential.joins.ts';
import { CredentialResolver, credentialById } from './credentials/credential.resolver.ts';
import { CredentialService } from './credentials/credential.service.ts';
import { Credential } from './credentials/credential.ts';
import { expiryTask } from './credentials/expiry.ts';
import { IssuanceFailure } from './credentials/issuance-failure.ts';
import { Enrolment, Program, Student } from './credentials/neighbours.ts';
import { type ExitOptions, exitEntities, exitResolvers, exitRoutePrefixes, exits } from './exits.ts';
import { didRoutes } from './issuers/did.routes.ts';
import { IssuerResolver, issuerById } from './issuers/issuer.resolver.ts';
import { IssuerService } from './issuers/issuer.service.ts';
import { Issuer } from './issuers/issuer.ts';
import { IssuerKey } from './issuers/issuer-key.ts';
import { Addresses } from './open-badges/addresses.ts';
import { publicRoutes } from './public-pages/public.routes.ts';
import { StatusListPublisher } from './status-lists/status-list.publisher.ts';
import { statusListRoutes } from './status-lists/status-list.routes.ts';
import { StatusList } from './status-lists/status-list.ts';
import { FetchedDocuments, type ForeignDocuments } from './verification/foreign-documents.ts';
import { IssuerKeyFinder } from './verification/issuer-keys.ts';
import { credentialText, ownCredential } from './verification/recogniser.ts';
import { VerificationResolver } from './verification/verification.resolver.ts';
import { VerificationService } from './verification/verification.service.ts';
import { CredentialVerifier } from './verification/verifier.ts';
import { verifyRoutes } from './verification/verify.routes.ts';

export interface CredentialsOptions {
  /** Where others reach the hub, without a trailing slash. */
  publicUrl: string;
  /** What credentials and issuers are named after, without a trailing slash; `publicUrl` when absent. */
  credentialsUrl?: string;
  /** How documents of other issuers are fetched; over HTTPS from public addresses when absent. */
  foreignDocuments?: ForeignDocuments;
  /** The outside systems that credentials are taken to; none when absent. */
  exits?: ExitOptions;
}

/** What learners earned: the credentials that organisations issue, and what anybody needs to check them. */
export function credentials({
  publicUrl,
  credentialsUrl = publicUrl,
  foreignDocuments,
  exits: exitOptions = {},
}: CredentialsOptions): SubgraphDefinition {
  return {
    name: 'credentials',
    entities: [
      Credential,
      Achievement,
      Issuer,
      IssuerKey,
      StatusList,
      CredentialBatch,
      IssuanceFailure,
      ...exitEntities,
    ],
    resolvers: [
      CredentialResolver,
      StudentCredentialsResolver,
      ProgramCredentialsResolver,
      EnrolmentCredentialResolver,
      AchievementResolver,
      IssuerResolver,
      CredentialBatchResolver,
      VerificationResolver,
      ...exitResolvers,
    ],
    references: {
      Credential: rowReference(credentialById, 'credentials:read'),
      Achievement: rowReference(achievementById, 'credentials:read'),
      Issuer: rowReference(issuerById, 'credentials:read'),
      CredentialBatch: rowReference(batchById, 'credentials:read'),
      Student: stubReference((id) => stubOf(Student, id)),
      Program: stubReference((id) => stubOf(Program, id)),
      Enrolment: stubReference((id) => stubOf(Enrolment, id)),
    },
    routePrefixes: [
      '/credentials',
      '/issuers',
      '/achievements',
      '/images/badges',
      '/verify',
      ...exitRoutePrefixes,
    ],
    create(kit: SubgraphKit) {
      const { orm, neighbours, cipher } = kit;
      const { em } = orm;
      const addresses = new Addresses(credentialsUrl);
      const issuers = new IssuerService(neighbours, cipher, addresses);
      const achievements = new AchievementService(neighbours);
      const signer = new BadgeSigner(neighbours, issuers, addresses);
      const service = new CredentialService(neighbours, achievements, signer);
      const foreign = foreignDocuments ?? new FetchedDocuments(publicUrl);
      const keys = new IssuerKeyFinder(em, issuers, addresses, foreign);
      const verifier = new CredentialVerifier({ em, addresses, keys, foreign });
      const verification = new VerificationService([ownCredential(verifier), credentialText(verifier)]);
      const publisher = new StatusListPublisher(em, issuers, addresses);
      const leaving = exits(exitOptions, addresses, publicUrl, kit);
      return {
        resolvers: [
          new CredentialResolver(service, addresses),
          new StudentCredentialsResolver(),
          new ProgramCredentialsResolver(),
          new EnrolmentCredentialResolver(),
          new AchievementResolver(achievements, addresses),
          new IssuerResolver(issuers, addresses),
          new CredentialBatchResolver(new CredentialBatchService(neighbours)),
          new VerificationResolver(verification),
          ...leaving.resolvers,
        ],
        routes(app) {
          leaving.routes(app);
          statusListRoutes(app, publisher);
          didRoutes(app, { em, issuers, addresses });
          publicRoutes(app, em, addresses);
          verifyRoutes(app, verification, publicUrl);
        },
        tasks: [
          completionTask(em, service),
          batchTask({ em, neighbours, achievements, signer }),
          expiryTask(em),
          ...leaving.tasks,
        ],
        close: () => foreign.close(),
      };
    },
  };
}
