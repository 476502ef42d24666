import type { Mailer } from '../../integrations/mail/port.ts';
import type { Authenticator } from '../../platform/auth/authenticator.ts';
import type { Scope } from '../../platform/auth/scopes.ts';
import type { Environment, PerEnvironment } from '../../platform/environment.ts';
import { rowReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import { ApiKeyResolver, apiKeyById } from './api-keys/api-key.resolver.ts';
import { ApiKeyService } from './api-keys/api-key.service.ts';
import { ApiKey } from './api-keys/api-key.ts';
import { ApiKeyAuthenticator } from './api-keys/authenticate.ts';
import { createOperatorKey } from './api-keys/operator-key.ts';
import { ViewerResolver } from './api-keys/viewer.resolver.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { AuditEntry } from './audit/audit-entry.ts';
import { CallerAuthenticator } from './caller-authenticator.ts';
import { AccessTokenVerifier } from './oauth/access-tokens/access-token-verifier.ts';
import { Revocation } from './oauth/access-tokens/revocations.ts';
import { OAuthClientResolver, oauthClientById } from './oauth/clients/oauth-client.resolver.ts';
import { OAuthClientService } from './oauth/clients/oauth-client.service.ts';
import { OAuthClient } from './oauth/clients/oauth-client.ts';
import { createTestClient } from './oauth/clients/test-client.ts';
import { OAuthConsentResolver } from './oauth/consents/oauth-consent.resolver.ts';
import { OAuthConsent } from './oauth/consents/oauth-consent.ts';
import { OAuthGrantResolver } from './oauth/grants/oauth-grant.resolver.ts';
import { OAuthGrant } from './oauth/grants/oauth-grant.ts';
import { StoredToken } from './oauth/grants/stored-token.ts';
import { InteractionRoutes } from './oauth/pages/interaction.routes.ts';
import { OwnAccessService } from './oauth/people/own-access.service.ts';
import { ViewerPersonResolver } from './oauth/people/viewer-person.resolver.ts';
import { oauthRoutePrefixes, oauthRoutes } from './oauth/server/oauth.routes.ts';
import { OAuthServer } from './oauth/server/oauth-server.ts';
import { UserinfoRoutes } from './oauth/server/userinfo.routes.ts';
import { Interaction } from './oauth/sessions/interaction.ts';
import { SignInSessionResolver } from './oauth/sessions/sign-in-session.resolver.ts';
import { SignInSession } from './oauth/sessions/sign-in-session.ts';
import { SigningKeyResolver } from './oauth/signing-keys/signing-key.resolver.ts';
import { SigningKey } from './oauth/signing-keys/signing-key.ts';
import { SigningKeys } from './oauth/signing-keys/signing-keys.ts';
import { expiredTask } from './oauth/storage/expired.ts';
import { OrganisationResolver, organisationById } from './organisations/organisation.resolver.ts';
import { OrganisationService } from './organisations/organisation.service.ts';
import { Organisation } from './organisations/organisation.ts';
import { Account } from './passwords/account.ts';
import { passwordRoutePrefixes } from './passwords/password.routes.ts';
import { PasswordLink } from './passwords/password-link.ts';
import { type People, peopleOf } from './people.ts';
import { ApiRequestLogResolver } from './request-logs/api-request-log.resolver.ts';
import { ApiDocument, ApiRequestLog } from './request-logs/api-request-log.ts';
import { ApiUsageResolver } from './request-logs/api-usage.resolver.ts';
import type { SignInService } from './sign-in/sign-in.service.ts';
import { resealTask } from './students/reseal.ts';
import { sharedStudents } from './students/shared-students.ts';
import { OrganisationStudentsResolver, StudentResolver, studentById } from './students/student.resolver.ts';
import { StudentService } from './students/student.service.ts';
import { Student } from './students/student.ts';
import { UserResolver, userById } from './users/user.resolver.ts';
import { User } from './users/user.ts';

/** Identity also says who is asking; the gateway is handed this at wiring. */
export interface IdentityParts extends SubgraphParts {
  authenticator: Authenticator;
  /** Makes a key of the hub's operator; see operator-key.ts. */
  createOperatorKey(name: string, scopes: readonly Scope[], environment?: Environment): Promise<string>;
  /** Says whether a person is who they say. */
  signIn: SignInService;
  /** Makes somebody who runs the hub, and persons of the demo data; see users/operator-user.ts. */
  people: Pick<People, 'inviteOperator' | 'createDemoPerson'>;
  /** Makes the client that `test_key` means; see oauth/clients/test-client.ts. */
  createTestClient(organisationId: string): Promise<void>;
}

const noMail = { live: null, sandbox: null };

/**
 * Who is who: organisations, users, students, the keys and OAuth clients with which they call.
 *
 * @param issuer where others reach the hub, without a trailing slash: it issues access tokens there; no
 *   OAuth server and no access tokens when null
 * @param mailers by which people are invited; nobody can be where there is none
 * @param testClient whether the OAuth server knows `test_key`, which everybody does
 */
export function identityAt(
  issuer: string | null,
  mailers: PerEnvironment<Mailer | null> = noMail,
  testClient = false,
) {
  return {
    name: 'identity',
    entities: [
      Organisation,
      Student,
      User,
      Account,
      PasswordLink,
      ApiKey,
      OAuthClient,
      OAuthConsent,
      OAuthGrant,
      StoredToken,
      SignInSession,
      Interaction,
      Revocation,
      SigningKey,
      AuditEntry,
      ApiRequestLog,
      ApiDocument,
    ],
    resolvers: [
      OrganisationResolver,
      StudentResolver,
      OrganisationStudentsResolver,
      UserResolver,
      ApiKeyResolver,
      OAuthClientResolver,
      OAuthConsentResolver,
      OAuthGrantResolver,
      SignInSessionResolver,
      SigningKeyResolver,
      AuditResolver,
      ApiRequestLogResolver,
      ApiUsageResolver,
      ViewerResolver,
      ViewerPersonResolver,
    ],
    references: {
      Organisation: rowReference(organisationById, 'identity:read'),
      Student: rowReference(studentById, 'identity:read'),
      User: rowReference(userById, 'identity:read'),
      ApiKey: rowReference(apiKeyById, 'admin'),
      OAuthClient: rowReference(oauthClientById, 'admin'),
    },
    routePrefixes: [...oauthRoutePrefixes, ...passwordRoutePrefixes],
    create({ orm, cipher, events, neighbours }: SubgraphKit): IdentityParts {
      const apiKeys = new ApiKeyAuthenticator(orm.em);
      const tokens = issuer === null ? null : new AccessTokenVerifier(orm.em, issuer);
      const signingKeys = new SigningKeys(orm.em, cipher);
      const authenticator = new CallerAuthenticator(apiKeys, tokens);
      authenticator.listen(events);
      const people = peopleOf(orm.em, { cipher, mailers, publicUrl: issuer });
      const { signIn } = people;
      const ownAccess = new OwnAccessService(orm.em);
      return {
        authenticator,
        signIn,
        people,
        routes(app) {
          people.routes(app);
          if (issuer === null || tokens === null) return;
          const server = new OAuthServer({
            em: orm.em,
            keys: signingKeys,
            tokens,
            signIn,
            issuer,
            testClient,
          });
          const pages = new InteractionRoutes({ server, signIn, cipher, em: orm.em });
          oauthRoutes(app, server, pages, new UserinfoRoutes(tokens, signIn));
        },
        tasks: [expiredTask(orm.em), resealTask(orm.em, cipher, signingKeys), ...people.tasks],
        close: () => apiKeys.close(),
        createOperatorKey: (...key) => createOperatorKey(orm.em, ...key),
        createTestClient: (organisationId) => createTestClient(orm.em, organisationId),
        resolvers: [
          new OrganisationResolver(new OrganisationService()),
          new StudentResolver(new StudentService(cipher), sharedStudents(neighbours)),
          new OrganisationStudentsResolver(),
          people.users,
          new ApiKeyResolver(new ApiKeyService(apiKeys)),
          new OAuthClientResolver(new OAuthClientService()),
          new OAuthConsentResolver(ownAccess, orm.em),
          new OAuthGrantResolver(ownAccess, orm.em),
          new SignInSessionResolver(ownAccess),
          new SigningKeyResolver(signingKeys),
          new ViewerResolver(),
          new ViewerPersonResolver(signIn),
          new AuditResolver(),
          new ApiRequestLogResolver(),
          new ApiUsageResolver(),
        ],
      };
    },
  } satisfies SubgraphDefinition;
}

/** Identity of a hub that issues no access tokens. */
export const identity = identityAt(null);
