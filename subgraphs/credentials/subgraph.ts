import type { SubgraphContext } from '../../platform/federation/context.ts';
import type { SubgraphDefinition } from '../../platform/federation/subgraph.ts';
import {
  EnrolmentCredentialResolver,
  ProgramCredentialsResolver,
  StudentCredentialsResolver,
} from './credentials/credential.joins.ts';
import { CredentialResolver, credentialById } from './credentials/credential.resolver.ts';
import { CredentialService } from './credentials/credential.service.ts';
import { Credential } from './credentials/credential.ts';
import { Enrolment, Program, Student, stubOf } from './credentials/neighbours.ts';

/** What learners earned: the credentials that organisations issue. */
export const credentials: SubgraphDefinition = {
  name: 'credentials',
  entities: [Credential],
  resolvers: [
    CredentialResolver,
    StudentCredentialsResolver,
    ProgramCredentialsResolver,
    EnrolmentCredentialResolver,
  ],
  references: {
    Credential: {
      scopes: ['credentials:read'],
      resolve: ({ id }: { id: string }, context: SubgraphContext) => context.load(credentialById, id),
    },
    Student: { resolve: ({ id }: { id: string }) => stubOf(Student, id) },
    Program: { resolve: ({ id }: { id: string }) => stubOf(Program, id) },
    Enrolment: { resolve: ({ id }: { id: string }) => stubOf(Enrolment, id) },
  },
  create({ neighbours }) {
    return {
      resolvers: [
        new CredentialResolver(new CredentialService(neighbours)),
        new StudentCredentialsResolver(),
        new ProgramCredentialsResolver(),
        new EnrolmentCredentialResolver(),
      ],
    };
  },
};
