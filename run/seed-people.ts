import { randomBytes } from 'node:crypto';
import { Role } from '../platform/auth/roles.ts';
import type { DemoPerson } from '../subgraphs/identity/users/operator-user.ts';
import { identityOf } from './definitions.ts';
import { institution, learner, organisations, students } from './demo-data.ts';
import { operator } from './seed.ts';
import { SeedGraph } from './seed-graph.ts';
import { organisationNoun, studentNoun } from './seed-nouns.ts';
import type { Subgraphs } from './subgraphs.ts';

/** With what somebody of the demo data signs in. */
export interface DemoSignIn {
  email: string;
  password: string;
}

/** People to sign in as. */
export interface DemoPeople {
  admin: DemoSignIn;
  institution: DemoSignIn;
  learner: DemoSignIn;
}

/** Makes the people of the demo data, over what `seedDemo` made; their passwords are new each time. */
export async function seedPeople(hub: Pick<Subgraphs, 'subgraphs' | 'callers'>): Promise<DemoPeople> {
  const graph = new SeedGraph(hub.callers, operator);
  const organisationIds = await graph.ensure(
    organisationNoun,
    organisations.map((input) => [input.registrationNumber, input]),
  );
  const studentIds = await graph.ensure(studentNoun, []);
  const student = students.find(({ externalId }) => externalId === learner);
  const studentId = studentIds.get(learner);
  const organisationId = organisationIds.get(institution);
  if (!student || !studentId || !organisationId) throw new Error('The demo data are not there.');
  const { people } = identityOf(hub.subgraphs);
  const made = async (person: Omit<DemoPerson, 'password'>): Promise<DemoSignIn> => {
    const password = randomBytes(12).toString('base64url');
    await people.createDemoPerson({ ...person, password });
    return { email: person.email, password };
  };
  const admin = { role: Role.ADMIN, organisationId, studentId: null, everywhere: false };
  return {
    admin: await made({
      name: 'Pengelola Hub',
      email: 'admin@hub.example',
      role: Role.PLATFORM_ADMIN,
      organisationId: null,
      studentId: null,
      everywhere: false,
    }),
    institution: await made({ ...admin, name: 'Ratna Siregar', email: 'ratna@cakradigital.example' }),
    learner: await made({
      name: student.name,
      email: student.email,
      role: Role.LEARNER,
      organisationId,
      studentId,
      everywhere: true,
    }),
  };
}
