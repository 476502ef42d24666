import { randomUUID } from 'node:crypto';
import { ask, eventually } from './graph-request.ts';
import { assessments } from './rest-story/assessments.ts';
import { classroom } from './rest-story/classroom.ts';
import { courses } from './rest-story/courses.ts';
import { credentials } from './rest-story/credentials.ts';
import { elsewhere } from './rest-story/elsewhere.ts';
import { keys } from './rest-story/keys.ts';
import { payments } from './rest-story/payments.ts';
import { permit, permits } from './rest-story/permits.ts';
import { placement } from './rest-story/placement.ts';
import type { Requests } from './rest-story/step.ts';
import { webhooks } from './rest-story/webhooks.ts';
import type { WholeGraph } from './whole-graph.ts';

/** Who is there before the story begins. */
export interface Stage {
  keys: Record<'institution' | 'operator' | 'learner', string>;
  organisationId: string;
  /** The learner. */
  studentId: string;
}

/** A new institution with a key that allows all that an institution's can; and the registry mirrored. */
export async function setRestStage({ graphqlUrl, adminKey }: WholeGraph): Promise<Stage> {
  const organisation = await ask(
    graphqlUrl,
    adminKey,
    'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
    {
      input: {
        kind: 'TRAINING_INSTITUTION',
        name: 'LPK Teknologi Indonesia',
        registrationNumber: `LPK-${randomUUID().slice(0, 12)}`,
      },
    },
  );
  const keyFor = async (owner: object) =>
    (
      await ask(
        graphqlUrl,
        adminKey,
        'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
        { input: { name: 'REST', scopes: ['admin'], ...owner } },
      )
    ).createApiKey.key as string;
  const organisationId = organisation.createOrganisation.id as string;
  const institution = await keyFor({ organisationId });
  const learner = await ask(
    graphqlUrl,
    institution,
    'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
    { input: { name: 'Sari Wulandari', email: 'sari@siswa.example' } },
  );
  await ask(graphqlUrl, adminKey, 'mutation { syncPermits { id } }');
  await eventually(async () => {
    const { permit: found } = await ask(
      graphqlUrl,
      adminKey,
      `{ permit(registrationId: "${permit}") { id } }`,
    );
    return found !== null;
  }, 'the permit is mirrored');
  return {
    keys: {
      institution,
      operator: adminKey,
      learner: await keyFor({ studentId: learner.createStudent.id, scopes: ['read', 'credentials:share'] }),
    },
    organisationId,
    studentId: learner.createStudent.id,
  };
}

/** The story: every endpoint once, each with what the ones before have made. */
export const steps: Requests = [
  ...courses,
  ...payments,
  ...credentials,
  ...assessments,
  ...classroom,
  ...placement,
  ...permits,
  ...webhooks,
  ...keys,
  ...elsewhere,
];
