import type { Principal } from '../platform/auth/principal.ts';
import type { SubgraphParts } from '../platform/federation/subgraph.ts';
import type { PermitsParts } from '../subgraphs/permits/subgraph.ts';
import { enrolments, organisations, programs, students } from './demo-data.ts';
import { permitOwners, permits, permitTypes } from './demo-permits.ts';
import { seedClassroom } from './seed-classroom.ts';
import { SeedGraph } from './seed-graph.ts';
import { type DemoKeys, operatorScopes, seedKeys } from './seed-keys.ts';
import { credentialNoun, enrolmentNoun, organisationNoun, programNoun, studentNoun } from './seed-nouns.ts';
import { seedPlacement } from './seed-placement.ts';
import type { Subgraphs } from './subgraphs.ts';

type Ids = ReadonlyMap<string, string>;

/** Who seeds. */
export const operator: Principal = {
  kind: 'platform',
  id: 'service:seed',
  organisationId: null,
  organisationIds: [],
  studentIds: [],
  scopes: operatorScopes,
};

/**
 * Fills a hub with the demo data, through the mutations that its clients have. What is there already
 * stays as it is, so that a start that was cut short is made good by the next one; the keys are new each
 * time.
 */
export async function seedDemo(hub: Pick<Subgraphs, 'subgraphs' | 'callers'>): Promise<DemoKeys> {
  const graph = new SeedGraph(hub.callers, operator);
  const partsOf = <Parts extends SubgraphParts>(name: string): Parts =>
    hub.subgraphs.find((subgraph) => subgraph.name === name)?.parts as Parts;

  const organisationIds = await graph.ensure(
    organisationNoun,
    organisations.map((input) => [input.registrationNumber, input]),
  );
  const ownedBy = ({ owner, ...input }: { owner: string }) => ({
    ...input,
    organisationId: organisationIds.get(owner),
  });
  const studentIds = await graph.ensure(
    studentNoun,
    students.map((student) => [student.externalId, ownedBy(student)]),
  );
  const programIds = await graph.ensure(
    programNoun,
    programs.map((program) => [program.code, ownedBy(program)]),
  );
  await seedEnrolments(graph, studentIds, programIds);
  const ids = { organisations: organisationIds, students: studentIds, programs: programIds };
  await seedPlacement(graph, ids);
  await seedClassroom(graph, ids);
  await seedPermits(partsOf<PermitsParts>('permits'), organisationIds);
  return seedKeys(hub, graph, {});
}

/** Enrolments as far as they have come, and the credentials of those that are completed. */
async function seedEnrolments(graph: SeedGraph, studentIds: Ids, programIds: Ids): Promise<void> {
  const wanted = enrolments.map((enrolment) => ({
    ...enrolment,
    studentId: studentIds.get(enrolment.student),
    programId: programIds.get(enrolment.program),
  }));
  const ids = await graph.ensure(
    enrolmentNoun,
    wanted.map(({ programId, studentId }) => [`${programId} ${studentId}`, { programId, studentId }]),
  );
  const credentials: [string, object][] = [];
  for (const { programId, studentId, progress, completion } of wanted) {
    const enrolmentId = ids.get(`${programId} ${studentId}`) ?? '';
    if (completion) {
      await graph.run('training', complete, { input: { enrolmentId, ...completion } });
      credentials.push([enrolmentId, { enrolmentId }]);
    } else if (progress) await graph.run('training', advance, { input: { enrolmentId, progress } });
  }
  await graph.ensure(credentialNoun, credentials);
}

async function seedPermits({ mirror }: PermitsParts, organisationIds: Ids): Promise<void> {
  await mirror.upsertPermitTypes(permitTypes);
  await mirror.upsertPermits(permits);
  for (const [registrationId, owner] of permitOwners) {
    await mirror.linkPermit(registrationId, organisationIds.get(owner) ?? '');
  }
}

const complete = 'mutation Seed($input: CompleteEnrolmentInput!) { completeEnrolment(input: $input) { id } }';
const advance =
  'mutation Seed($input: UpdateEnrolmentProgressInput!) { updateEnrolmentProgress(input: $input) { id } }';
