import { applications, assessments, opportunities, results } from './demo-placement.ts';
import type { SeedGraph } from './seed-graph.ts';
import { applicationNoun, assessmentNoun, opportunityNoun, resultNoun } from './seed-nouns.ts';

type Ids = ReadonlyMap<string, string>;

/** Opportunities and who has applied, assessments and their results; `ids` of what they refer to. */
export async function seedPlacement(
  graph: SeedGraph,
  ids: { organisations: Ids; students: Ids; programs: Ids },
): Promise<void> {
  const opportunityIds = await graph.ensure(
    opportunityNoun,
    opportunities.map(({ owner, ...input }) => [
      input.externalId,
      { ...input, organisationId: ids.organisations.get(owner) },
    ]),
  );
  await graph.ensure(
    applicationNoun,
    applications.map(({ opportunity, student, ...input }) => {
      const [opportunityId, studentId] = [opportunityIds.get(opportunity), ids.students.get(student)];
      return [`${opportunityId} ${studentId}`, { ...input, opportunityId, studentId }];
    }),
  );
  const assessmentIds = await graph.ensure(
    assessmentNoun,
    assessments.map(({ owner, program, ...input }) => [
      input.externalId,
      { ...input, organisationId: ids.organisations.get(owner), programId: ids.programs.get(program) },
    ]),
  );
  await graph.ensure(
    resultNoun,
    results.map(({ assessment, student, ...input }) => [
      input.externalId,
      { ...input, assessmentId: assessmentIds.get(assessment), studentId: ids.students.get(student) },
    ]),
  );
}
