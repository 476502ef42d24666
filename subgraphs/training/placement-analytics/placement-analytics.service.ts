import { type EntityManager, type FilterQuery, raw } from '@mikro-orm/postgresql';
import type { Principal } from '../../../platform/auth/principal.ts';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { ApplicationStage } from '../applications/application.state.ts';
import { Application } from '../applications/application.ts';
import { Organisation } from '../organisations/organisation.ts';
import type { PlacementAnalyticsArgs } from './placement-analytics.inputs.ts';
import {
  PlacementAnalytics,
  PlacementFigures,
  PlacementGroup,
  PlacementGroupBy,
} from './placement-analytics.ts';

const maxGroups = 1000;

/** What a group is told by. Months are put in words once for each, not once for each row. */
const keys: Record<PlacementGroupBy, { group: string; key: string }> = {
  MONTH: {
    group: `date_trunc('month', a.submitted_on::timestamp)`,
    key: `to_char(date_trunc('month', a.submitted_on::timestamp), 'YYYY-MM')`,
  },
  PROGRAM: { group: 'a.student_program', key: 'a.student_program' },
  INSTITUTION: { group: 'a.student_organisation_id', key: 'a.student_organisation_id' },
};

interface Count {
  key: string | null;
  stage: ApplicationStage;
  applications: number;
}

/**
 * What became of the applications of some days that the caller may see. Throws VALIDATION_ERROR for an end before the
 * start.
 */
export async function placementAnalytics(
  { startDate, endDate, groupBy }: PlacementAnalyticsArgs,
  { em, principal }: SubgraphContext,
): Promise<PlacementAnalytics> {
  if (endDate < startDate) throw invalid('endDate', 'is before startDate');
  const submittedOn = { $gte: startDate, $lte: endDate };
  const parts = await Promise.all(
    partsOf(principal).map((part) => placementCounts(em, { ...part, submittedOn }, groupBy)),
  );
  const total = new PlacementFigures();
  const groups = new Map<string | null, PlacementGroup>();
  for (const { key, stage, applications } of parts.flat()) {
    const group = groups.get(key) ?? groupOf(key, groupBy);
    groups.set(key, group);
    add(group, stage, applications);
    add(total, stage, applications);
  }
  const inOrder = [...groups.values()].sort(
    groupBy === PlacementGroupBy.MONTH
      ? (one, other) => (one.key ?? '').localeCompare(other.key ?? '')
      : (one, other) =>
          other.applications - one.applications || (one.key ?? '').localeCompare(other.key ?? ''),
  );
  const analytics = { startDate, endDate, groupBy, total, groups: inOrder.slice(0, maxGroups) };
  return Object.assign(new PlacementAnalytics(), analytics);
}

/**
 * An organisation's applications, in parts each of which an index begins with: those for what it offers, and those of
 * its students elsewhere. For all others one part, since the fence alone says which are theirs.
 */
export function partsOf({ kind, organisationId }: Principal): Record<string, unknown>[] {
  if (kind !== 'organisation' || organisationId === null) return [{}];
  return [
    { organisationId },
    { studentOrganisationId: organisationId, organisationId: { $ne: organisationId } },
  ];
}

/** Counts the applications of `where` that `em` sees, by key and stage. */
export async function placementCounts(
  em: EntityManager,
  where: FilterQuery<Application> & object,
  groupBy: PlacementGroupBy,
): Promise<Count[]> {
  return (await countsQuery(em, where, groupBy)).execute<Count[]>('all', false);
}

/** The statement of `placementCounts`. */
export async function countsQuery(
  em: EntityManager,
  where: FilterQuery<Application> & object,
  groupBy: PlacementGroupBy,
) {
  const { group, key } = keys[groupBy];
  const query = em
    .createQueryBuilder(Application, 'a')
    .select([raw(`${key} as key`), 'stage', raw('count(*)::int as applications')])
    .where(where as Record<string, unknown>)
    .groupBy([raw(group), 'stage'] as never);
  await query.applyFilters();
  return query;
}

function groupOf(key: string | null, groupBy: PlacementGroupBy): PlacementGroup {
  const institution = groupBy === PlacementGroupBy.INSTITUTION && key ? new Organisation(key) : null;
  return Object.assign(new PlacementGroup(), { key, institution });
}

function add(figures: PlacementFigures, stage: ApplicationStage, applications: number): void {
  figures.applications += applications;
  figures[stage.toLowerCase() as Lowercase<ApplicationStage>] += applications;
}
