import type { EntityManager } from '@mikro-orm/postgresql';
import { type Principal, servicePrincipal } from '../../../platform/auth/principal.ts';
import { fenceCondition, fenceOf, unfenced } from '../../../platform/db/fence.ts';
import type { BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { Application } from '../applications/application.ts';
import { EnrolmentStatus } from '../enrolments/enrolment.state.ts';
import { Enrolment } from '../enrolments/enrolment.ts';
import { Program } from '../programs/program.ts';

/** What the credentials of a student tell of their skills, newest first. */
interface Attested {
  credentials: {
    nodes: {
      status: string;
      enrolment: { id: string } | null;
      achievement: { learningOutcomes: { type: string; description: string }[] } | null;
    }[];
  };
}

const attested = `credentials(first: 1000) { nodes {
  status enrolment { id } achievement { learningOutcomes { type description } } } }`;

const reader = servicePrincipal('training', ['credentials:read']);

/**
 * The skills of students, all of a level in a few statements: those that their completed programs teach, and those that
 * credentials attest which hold. A program counts no more once its credential is revoked. Callers learn them of
 * students whom they see, and of those whose applications they see.
 */
export function skillsOfStudents(neighbours: Neighbours): BatchLoad<string, string[]> {
  return {
    async load(ids, context) {
      const completed = await completedEnrolments(ids, context);
      const students = [...new Set(completed.map(({ studentId }) => studentId))];
      const [taught, told] = await Promise.all([
        skillsOfPrograms(unfenced(context.em), completed),
        students.length === 0
          ? []
          : neighbours.entities<Attested>('credentials', 'Student', students, attested, {
              principal: reader,
              requestId: context.requestId,
            }),
      ]);
      const attestedOf = new Map(students.map((id, place) => [id, told[place]?.credentials.nodes ?? []]));
      const completedBy = Map.groupBy(completed, ({ studentId }) => studentId);
      return ids.map((id) => {
        const credentials = attestedOf.get(id) ?? [];
        // The newest of an enrolment stands for those before it.
        const newest = new Map(credentials.toReversed().map((one) => [one.enrolment?.id, one]));
        const fromPrograms = (completedBy.get(id) ?? [])
          .filter((enrolment) => newest.get(enrolment.id)?.status !== 'REVOKED')
          .flatMap(({ programId }) => taught.get(programId) ?? []);
        const fromCredentials = credentials
          .filter(({ status }) => status === 'ACTIVE')
          .flatMap(({ achievement }) => achievement?.learningOutcomes ?? [])
          .filter(({ type }) => type === 'SKILL')
          .map(({ description }) => description);
        return distinct([...fromPrograms, ...fromCredentials]);
      });
    },
  };
}

/** Completed enrolments of those of `ids` of whom the caller may know them. */
async function completedEnrolments(
  ids: readonly string[],
  { em, principal }: SubgraphContext,
): Promise<Enrolment[]> {
  const applied = await em.find(Application, { studentId: { $in: [...ids] } }, { fields: ['studentId'] });
  return unfenced(em).find(Enrolment, {
    studentId: { $in: [...ids] },
    status: EnrolmentStatus.COMPLETED,
    $or: [ownEnrolments(principal), { studentId: { $in: applied.map(({ studentId }) => studentId) } }],
  });
}

function ownEnrolments(principal: Principal): Record<string, unknown> {
  const columns = fenceOf(Enrolment);
  if (!columns) throw new Error('Enrolments are not fenced.');
  return fenceCondition(columns, principal);
}

async function skillsOfPrograms(
  em: EntityManager,
  enrolments: readonly Enrolment[],
): Promise<Map<string, string[]>> {
  const ids = [...new Set(enrolments.map(({ programId }) => programId))];
  if (ids.length === 0) return new Map();
  const programs = await em.find(Program, { id: { $in: ids } }, { fields: ['skills'] });
  return new Map(programs.map(({ id, skills }) => [id, skills]));
}

/** Each skill once, as it is written first, in alphabetical order. */
function distinct(skills: readonly string[]): string[] {
  const first = new Map<string, string>();
  for (const skill of skills) {
    const key = skill.trim().toLowerCase();
    if (!first.has(key)) first.set(key, skill.trim());
  }
  return [...first.values()].sort((one, other) => one.localeCompare(other, 'id'));
}
