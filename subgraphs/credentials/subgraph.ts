import { rowReference, stubOf, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition } from '../../platform/federation/subgraph.ts';
import {
  EnrolmentCredentialResolver,
  ProgramCredentialsResolver,
  StudentCredentialsResolver,
} from './credentials/credential.joins.ts';
import { CredentialResolver, credentialById } from './credentials/credential.resolver.ts';
import { CredentialService } from './credentials/credential.service.ts';
import { Credential } from './credentials/credential.ts';
import { Enrolment, Program, Student } from './credentials/neighbours.ts';

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
    Credential: rowReference(credentialById, 'credentials:read'),
    Student: stubReference((id) => stubOf(Student, id)),
    Program: stubReference((id) => stubOf(Program, id)),
    Enrolment: stubReference((id) => stubOf(Enrolment, id)),
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
