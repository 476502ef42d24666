import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { beyondFence } from '../../../platform/db/fence.ts';
import { HubError, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import { record } from '../../../schema/events/record.ts';
import { RowOutcomes } from '../bulk/row-outcomes.ts';
import { refuseLearner } from '../organisations/owning-organisation.ts';
import { stageChangedEvent } from './application.events.ts';
import type { ApplicationFilter, UpdateApplicationStageInput } from './application.inputs.ts';
import { ApplicationStage, assertStep } from './application.state.ts';
import { Application } from './application.ts';
import { ApplicationStageChange } from './application-stage-change.ts';

const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

export class ApplicationService {
  /**
   * Stores how far one application is. Said again it changes nothing. Throws NOT_FOUND, CONFLICT when there is no such
   * step, FORBIDDEN for others than the organisation that offers the opportunity.
   */
  async updateStage(input: UpdateApplicationStageInput, context: SubgraphContext): Promise<Application> {
    return (await this.updateStages([input], context)).only();
  }

  /** Stores what can be stored, in one transaction and a handful of statements; the rest fails row by row. */
  async updateStages(
    inputs: readonly UpdateApplicationStageInput[],
    context: SubgraphContext,
  ): Promise<RowOutcomes<Application>> {
    refuseLearner(context.principal);
    const outcomes = new RowOutcomes<Application>(inputs.length);
    const rows = await outcomes.wellFormed(inputs);
    const ids = [...new Set(rows.map(({ input }) => input.applicationId))];
    await context.em.transactional(async (em) => {
      const seen = await em.find(Application, { id: { $in: ids } });
      const own = seen.filter((application) => isOfEmployer(application, context));
      // In one order, so that two calls about the same applications wait for each other in turn.
      await em.find(
        Application,
        { id: { $in: own.map(({ id }) => id) } },
        { ...locked, orderBy: { id: 'asc' } },
      );
      const byId = new Map(seen.map((application) => [application.id, application]));
      const steps: ApplicationStageChange[] = [];
      for (const { index, input } of rows) {
        const application = byId.get(input.applicationId);
        try {
          if (!application) throw notFound('application', input.applicationId);
          if (!own.includes(application))
            throw new HubError('FORBIDDEN', {
              message: 'Only the organisation that offers the opportunity says how far an application is.',
            });
          const step = take(application, input);
          if (step) steps.push(step);
          outcomes.succeed(index, application);
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          outcomes.fail(index, error);
        }
      }
      em.persist(steps);
      await em.flush();
      const moved = steps.filter(({ previousStage, stage }) => previousStage !== stage);
      await record(em, ...moved.map((step) => stageChangedEvent(step, context)));
    });
    return outcomes;
  }

  /**
   * Takes an application back, by the student or for them. One that is withdrawn stays so. Throws NOT_FOUND, CONFLICT
   * for what has been decided.
   */
  async withdraw(id: string, context: SubgraphContext): Promise<Application> {
    return context.em.transactional(async (em) => {
      if (!(await em.findOne(Application, { id }))) throw notFound('application', id);
      const [application, step] = await beyondFence(em, () => withdrawn(em, id));
      if (step) await record(em, stageChangedEvent(step, context));
      return application;
    });
  }

  list(filter: ApplicationFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Application>> {
    return findPage(context.em, Application, given(filter), page);
  }
}

function isOfEmployer({ organisationId }: Application, { principal }: SubgraphContext): boolean {
  return principal.kind !== 'organisation' || organisationId === principal.organisationId;
}

/** Moves `application` as `input` says; the step of its history, null when there is nothing new. Throws CONFLICT. */
function take(
  application: Application,
  { stage, notes = null }: UpdateApplicationStageInput,
): ApplicationStageChange | null {
  const previous = application.stage;
  if (stage === previous && (notes === null || notes === application.notes)) return null;
  if (stage !== previous) {
    if (stage === ApplicationStage.APPLIED)
      throw new HubError('CONFLICT', { message: 'Only whoever applies again makes an application APPLIED.' });
    assertStep(previous, stage);
  }
  application.stage = stage;
  application.notes = notes ?? application.notes;
  return ApplicationStageChange.of(application, previous, notes);
}

/** The application `id`, withdrawn; and the step of its history, null when it was withdrawn before. */
async function withdrawn(
  em: EntityManager,
  id: string,
): Promise<[Application, ApplicationStageChange | null]> {
  const options = { ...locked, filters: { fence: false } } as const;
  const application = await em.findOneOrFail(Application, { id }, options);
  const { stage } = application;
  if (stage === ApplicationStage.WITHDRAWN) return [application, null];
  assertStep(stage, ApplicationStage.WITHDRAWN);
  application.stage = ApplicationStage.WITHDRAWN;
  const step = ApplicationStageChange.of(application, stage);
  em.persist(step);
  await em.flush();
  return [application, step];
}
