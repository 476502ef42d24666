import { type EntityManager, type FilterQuery, LockMode, raw } from '@mikro-orm/postgresql';
import { contains } from '../../../platform/db/contains.ts';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { hasChanged } from '../../../platform/db/has-changed.ts';
import { patch } from '../../../platform/db/patch.ts';
import { HubError, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import type { RowOutcomes } from '../bulk/row-outcomes.ts';
import { createOwned, type OwnedNoun } from '../organisations/owned-noun.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { taken } from '../organisations/taken.ts';
import type {
  CreateOpportunityInput,
  OpportunityFilter,
  UpdateOpportunityInput,
} from './opportunity.inputs.ts';
import { Opportunity, OpportunityStatus, today } from './opportunity.ts';

const externalIdTaken = () => taken('An opportunity');
const duplicates = { opportunities_external_id: externalIdTaken };

type Change = 'opportunity.created' | 'opportunity.updated' | 'opportunity.closed' | 'opportunity.reopened';

const owned: OwnedNoun<Opportunity> = {
  entity: Opportunity,
  taken: externalIdTaken,
  apply,
  eventOf: (_, opportunity, context) => eventOf('opportunity.created', opportunity, context),
};

export class OpportunityService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Offers one opportunity. Throws VALIDATION_ERROR, DUPLICATE (externalId), FORBIDDEN for a learner. */
  async create(input: CreateOpportunityInput, context: SubgraphContext): Promise<Opportunity> {
    return (await this.createMany([input], context)).only();
  }

  /** Creates what can be created, in one transaction and a handful of statements; the rest fails row by row. */
  createMany(
    inputs: readonly CreateOpportunityInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<Opportunity>> {
    return createOwned(owned, inputs, context, this.#neighbours);
  }

  /** Changes an opportunity of the caller’s. Throws NOT_FOUND, FORBIDDEN for another’s, DUPLICATE (externalId). */
  async update({ id, ...changes }: UpdateOpportunityInput, context: SubgraphContext): Promise<Opportunity> {
    return this.#change(id, 'opportunity.updated', context, (opportunity) => apply(opportunity, changes));
  }

  /** Takes no more applications. One that is closed already stays so. Throws NOT_FOUND, FORBIDDEN. */
  async close(id: string, context: SubgraphContext): Promise<Opportunity> {
    return this.#change(id, 'opportunity.closed', context, (opportunity) => {
      if (opportunity.isOpen) Object.assign(opportunity, { isOpen: false, closedAt: new Date() });
    });
  }

  /** Takes applications again. One that is open already stays so. Throws NOT_FOUND, FORBIDDEN. */
  async reopen(id: string, context: SubgraphContext): Promise<Opportunity> {
    return this.#change(id, 'opportunity.reopened', context, (opportunity) => {
      Object.assign(opportunity, { isOpen: true, closedAt: null });
    });
  }

  list(filter: OpportunityFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Opportunity>> {
    const { status, acceptingApplications, locationContains, skills, search, ...exact } = given(filter);
    const where: FilterQuery<Opportunity>[] = [exact];
    if (status) where.push({ isOpen: status === OpportunityStatus.OPEN });
    const accepting = { isOpen: true, $or: [{ applyBy: null }, { applyBy: { $gte: today() } }] };
    if (acceptingApplications === true) where.push(accepting);
    if (acceptingApplications === false)
      where.push({ $or: [{ isOpen: false }, { applyBy: { $lt: today() } }] });
    if (locationContains) where.push({ location: contains(locationContains) });
    if (skills) where.push({ requiredSkills: { $overlap: skills } });
    if (search)
      where.push({
        [raw((alias) => `${alias}.search @@ websearch_to_tsquery('simple', ?)`, [search])]: [],
      } as never);
    return findPage(context.em, Opportunity, { $and: where }, page);
  }

  async #change(
    id: string,
    type: Change,
    context: SubgraphContext,
    change: (opportunity: Opportunity) => void,
  ): Promise<Opportunity> {
    refuseLearner(context.principal);
    return context.em
      .transactional(async (em) => {
        const opportunity = await lockOwn(em, id, context);
        change(opportunity);
        if (!hasChanged(em, opportunity)) return opportunity;
        await em.flush();
        await record(em, eventOf(type, opportunity, context));
        return opportunity;
      })
      .catch((error) => duplicateError(error, duplicates));
  }
}

/** The opportunity, locked. One that the caller sees and that is another’s is FORBIDDEN. */
async function lockOwn(em: EntityManager, id: string, { principal }: SubgraphContext): Promise<Opportunity> {
  const seen = await em.findOne(Opportunity, { id });
  if (!seen) throw notFound('opportunity', id);
  if (principal.kind === 'organisation' && seen.organisationId !== principal.organisationId)
    throw new HubError('FORBIDDEN', {
      message: 'Only the organisation that offers it changes an opportunity.',
    });
  return em.findOneOrFail(Opportunity, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** Sets what `fields` gives. Null empties the list of skills. */
function apply(opportunity: Opportunity, fields: Omit<UpdateOpportunityInput, 'id'>): void {
  patch(opportunity, fields as Partial<Opportunity>);
  opportunity.requiredSkills ??= [];
}

function eventOf(type: Change, opportunity: Opportunity, { principal, requestId }: SubgraphContext) {
  return {
    type,
    subject: { type: 'Opportunity' as const, id: opportunity.id },
    audience: [opportunity.organisationId],
    data: {
      opportunity_id: opportunity.id,
      title: opportunity.title,
      type: opportunity.type.toLowerCase(),
      company: opportunity.company,
      external_id: opportunity.externalId,
    },
    actor: principal.id,
    requestId,
  };
}
