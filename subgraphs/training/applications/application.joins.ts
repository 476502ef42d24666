import { isUUID } from 'class-validator';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Principal } from '../../../platform/auth/principal.ts';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { unfenced } from '../../../platform/db/fence.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { Opportunity } from '../opportunities/opportunity.ts';
import { Student } from '../students/student.ts';
import { Applicant, applicants } from './applicant.ts';
import { ApplicationConnection } from './application.resolver.ts';
import { Application } from './application.ts';
import { ApplicationStageChange } from './application-stage-change.ts';

const ofOpportunity = childPages(Application, 'opportunityId');
const ofStudent = childPages(Application, 'studentId');

/** Who sees an application sees what it is for, also when that is closed and another’s. */
const opportunityOfApplication: BatchLoad<string, Opportunity> = {
  async load(ids, { em }) {
    const rows = await unfenced(em).find(Opportunity, { id: { $in: [...ids] } });
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) as Opportunity);
  },
};

const historyOfApplication: BatchLoad<string, ApplicationStageChange[]> = {
  async load(ids, { em }) {
    const rows = await em.find(
      ApplicationStageChange,
      { applicationId: { $in: [...ids] } },
      { orderBy: { id: 'asc' } },
    );
    const found = Map.groupBy(rows, ({ applicationId }) => applicationId);
    return ids.map((id) => found.get(id) ?? []);
  },
};

/** Notes are for those who wrote them. */
function readsNotes({ kind, organisationId }: Principal, of: { organisationId: string }): boolean {
  return kind === 'platform' || kind === 'service' || organisationId === of.organisationId;
}

@Resolver(() => Application)
export class ApplicationJoinsResolver {
  readonly #applicants: BatchLoad<string, Applicant>;

  constructor(neighbours: Neighbours) {
    this.#applicants = applicants(neighbours);
  }

  @Query(() => Applicant, {
    nullable: true,
    description:
      'A student who has applied, as far as the applications tell that the caller may see; null where there is none.',
  })
  @RequiresScopes('training:read')
  async applicant(
    @Arg('studentId', () => ID, { description: 'Id of the student.' }) studentId: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Applicant | null> {
    if (!isUUID(studentId) || (await context.em.count(Application, { studentId })) === 0) return null;
    return context.load(this.#applicants, studentId);
  }

  @FieldResolver(() => Opportunity, { description: 'What it is for.' })
  opportunity(@Root() application: Application, @Ctx() context: SubgraphContext): Promise<Opportunity> {
    return context.load(opportunityOfApplication, application.opportunityId);
  }

  @FieldResolver(() => Student, {
    nullable: true,
    description: 'The student; null for callers who do not see that one, who have `applicant`.',
  })
  student(@Root() application: Application): Student {
    return new Student(application.studentId);
  }

  @FieldResolver(() => Applicant, {
    name: 'applicant',
    description: 'Who applies, as far as the application tells.',
  })
  applicantOf(@Root() application: Application, @Ctx() context: SubgraphContext): Promise<Applicant> {
    return context.load(this.#applicants, application.studentId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The latest notes; null but for the organisation that offers the opportunity.',
  })
  notes(@Root() application: Application, @Ctx() { principal }: SubgraphContext): string | null {
    return readsNotes(principal, application) ? application.notes : null;
  }

  @FieldResolver(() => [ApplicationStageChange], { description: 'Its stages so far, oldest first.' })
  history(
    @Root() application: Application,
    @Ctx() context: SubgraphContext,
  ): Promise<ApplicationStageChange[]> {
    return context.load(historyOfApplication, application.id);
  }
}

@Resolver(() => ApplicationStageChange)
export class ApplicationStageChangeResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'What was noted; null but for the organisation that offers the opportunity.',
  })
  notes(@Root() change: ApplicationStageChange, @Ctx() { principal }: SubgraphContext): string | null {
    return readsNotes(principal, change) ? change.notes : null;
  }
}

@Resolver(() => Opportunity)
export class OpportunityApplicationsResolver {
  @FieldResolver(() => ApplicationConnection, {
    description: 'The applications for it that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  applications(
    @Root() opportunity: Opportunity,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Application>> {
    return context.load(ofOpportunity, { parentId: opportunity.id, args });
  }
}

@Resolver(() => Student)
export class StudentApplicationsResolver {
  @FieldResolver(() => ApplicationConnection, {
    description: 'The student’s applications that the caller may see, newest first.',
  })
  @RequiresScopes('training:read')
  applications(
    @Root() student: Student,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Application>> {
    return context.load(ofStudent, { parentId: student.id, args });
  }
}
