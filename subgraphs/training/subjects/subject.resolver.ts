import { Arg, Args, Ctx, Directive, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type ChildPage, childPages, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { type RowsResult, rowsResultType } from '../bulk/rows-result.ts';
import { Organisation } from '../organisations/organisation.ts';
import { programById } from '../programs/program.resolver.ts';
import { Program } from '../programs/program.ts';
import {
  CreateSubjectInput,
  CreateSubjectsInput,
  SubjectFilter,
  UpdateSubjectInput,
} from './subject.inputs.ts';
import { SubjectService } from './subject.service.ts';
import { Subject } from './subject.ts';

const SubjectConnection = connectionType(Subject, 'Subject');
const ofProgram = childPages(Subject, 'programId');
export const subjectById = byId(Subject);
const CreateSubjectsResult = rowsResultType(Subject, {
  mutation: 'createSubjects',
  name: 'subject',
  count: 'created',
});

@Resolver(() => Subject)
export class SubjectResolver {
  constructor(private readonly service: SubjectService) {}

  @Query(() => Subject, {
    nullable: true,
    description: 'One subject; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  subject(
    @Arg('id', () => ID, { description: 'Id of the subject.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Subject | null> {
    return context.load(subjectById, id);
  }

  @Query(() => SubjectConnection, { description: 'The subjects that the caller may see, newest first.' })
  @RequiresScopes('training:read')
  subjects(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => SubjectFilter, { nullable: true, description: 'Narrows the list.' })
    filter: SubjectFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Subject>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Subject, { description: 'Creates a subject.' })
  @RequiresScopes('training:write')
  @Idempotent(CreateSubjectInput)
  createSubject(
    @Arg('input', () => CreateSubjectInput, { description: 'The subject.' }) input: CreateSubjectInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Subject> {
    return this.service.create(input, context);
  }

  @Mutation(() => CreateSubjectsResult, {
    description: 'Creates up to 1,000 subjects; each row succeeds or fails by itself.',
  })
  @Directive('@cost(weight: 200)')
  @RequiresScopes('training:write')
  @Idempotent(CreateSubjectsInput)
  async createSubjects(
    @Arg('input', () => CreateSubjectsInput, { description: 'The subjects.' }) input: CreateSubjectsInput,
    @Ctx() context: SubgraphContext,
  ): Promise<RowsResult<Subject, 'subject', 'created'>> {
    const outcomes = await this.service.createMany(input.subjects, context);
    const { succeeded, ...result } = outcomes.rows('subject');
    return { created: succeeded, ...result };
  }

  @Mutation(() => Subject, { description: 'Changes a subject.' })
  @RequiresScopes('training:write')
  @Idempotent(UpdateSubjectInput)
  updateSubject(
    @Arg('input', () => UpdateSubjectInput, { description: 'What changes.' }) input: UpdateSubjectInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Subject> {
    return this.service.update(input, context);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that teaches it.' })
  organisation(@Root() { organisationId }: Subject): Organisation {
    return new Organisation(organisationId);
  }

  @FieldResolver(() => Program, { nullable: true, description: 'The program that it is a part of, if any.' })
  async program(@Root() { programId }: Subject, @Ctx() context: SubgraphContext): Promise<Program | null> {
    return programId === null ? null : context.load(programById, programId);
  }
}

@Resolver(() => Program)
export class ProgramSubjectsResolver {
  @FieldResolver(() => SubjectConnection, {
    description: 'The subjects that are a part of it, newest first.',
  })
  @RequiresScopes('training:read')
  subjects(
    @Root() { id }: Program,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Subject>> {
    return context.load(ofProgram, { parentId: id, args });
  }
}
