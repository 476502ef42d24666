import type { Authenticator } from '../../platform/auth/authenticator.ts';
import type { Scope } from '../../platform/auth/scopes.ts';
import { rowReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import { ApiKeyResolver, apiKeyById } from './api-keys/api-key.resolver.ts';
import { ApiKeyService } from './api-keys/api-key.service.ts';
import { ApiKey } from './api-keys/api-key.ts';
import { ApiKeyAuthenticator } from './api-keys/authenticate.ts';
import { createOperatorKey } from './api-keys/operator-key.ts';
import { ViewerResolver } from './api-keys/viewer.resolver.ts';
import { OrganisationResolver, organisationById } from './organisations/organisation.resolver.ts';
import { OrganisationService } from './organisations/organisation.service.ts';
import { Organisation } from './organisations/organisation.ts';
import { resealTask } from './students/reseal.ts';
import { OrganisationStudentsResolver, StudentResolver, studentById } from './students/student.resolver.ts';
import { StudentService } from './students/student.service.ts';
import { Student } from './students/student.ts';
import { UserResolver, userById } from './users/user.resolver.ts';
import { UserService } from './users/user.service.ts';
import { User } from './users/user.ts';

/** Identity also says who is asking; the gateway is handed this at wiring. */
export interface IdentityParts extends SubgraphParts {
  authenticator: Authenticator;
  /** Makes a key of the hub's operator; see operator-key.ts. */
  createOperatorKey(name: string, scopes: readonly Scope[]): Promise<string>;
}

/** Who is who: organisations, users, students and the keys with which they call. */
export const identity = {
  name: 'identity',
  entities: [Organisation, Student, User, ApiKey],
  resolvers: [
    OrganisationResolver,
    StudentResolver,
    OrganisationStudentsResolver,
    UserResolver,
    ApiKeyResolver,
    ViewerResolver,
  ],
  references: {
    Organisation: rowReference(organisationById, 'identity:read'),
    Student: rowReference(studentById, 'identity:read'),
    User: rowReference(userById, 'identity:read'),
    ApiKey: rowReference(apiKeyById, 'admin'),
  },
  create({ orm, cipher, events }: SubgraphKit): IdentityParts {
    const authenticator = new ApiKeyAuthenticator(orm.em);
    events.listen((event) => {
      if (event.type === 'api_key.revoked') authenticator.forget();
    });
    return {
      authenticator,
      tasks: [resealTask(orm.em, cipher)],
      createOperatorKey: (name, scopes) => createOperatorKey(orm.em, name, scopes),
      resolvers: [
        new OrganisationResolver(new OrganisationService()),
        new StudentResolver(new StudentService(cipher)),
        new OrganisationStudentsResolver(),
        new UserResolver(new UserService()),
        new ApiKeyResolver(new ApiKeyService(authenticator)),
        new ViewerResolver(),
      ],
    };
  },
} satisfies SubgraphDefinition;
