import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { type ChildPage, childPages, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { placesTakenOfPrograms } from '../enrolments/places-taken.ts';
import { Organisation } from '../organisations/organisation.ts';
import { CreateProgramInput, ProgramFilter, UpdateProgramInput } from './program.inputs.ts';
import { ProgramService } from './program.service.ts';
import { Program } from './program.ts';

const ProgramConnection = connectionType(Program, 'Program');
export const programById = byId(Program);
const programsOfOrganisation = childPages(Program, 'organisationId');

@Resolver(() => Program)
export class ProgramResolver {
  constructor(private readonly service: ProgramService) {}

  @Query(() => Program, {
    nullable: true,
    description: 'One program; null when there is none that the caller may see.',
  })
  @RequiresScopes('training:read')
  program(
    @Arg('id', () => ID, { description: 'Id of the program.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Program | null> {
    return context.load(programById, id);
  }

  @Query(() => ProgramConnection, { description: 'The programs that the caller may see, newest first.' })
  @RequiresScopes('training:read')
  programs(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ProgramFilter, { nullable: true, description: 'Narrows the list.' })
    filter: ProgramFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Program>> {
    return this.service.list(filter ?? {}, page, context);
  }

  @Mutation(() => Program, { description: 'Creates a program.' })
  @RequiresScopes('training:write')
  @Idempotent(CreateProgramInput)
  createProgram(
    @Arg('input', () => CreateProgramInput, { description: 'The program.' }) input: CreateProgramInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Program> {
    return this.service.create(input, context);
  }

  @Mutation(() => Program, { description: 'Changes a program.' })
  @RequiresScopes('training:write')
  updateProgram(
    @Arg('input', () => UpdateProgramInput, { description: 'What changes.' }) input: UpdateProgramInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Program> {
    return this.service.update(input, context);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that runs it.' })
  organisation(@Root() program: Program): Organisation {
    return new Organisation(program.organisationId);
  }

  @FieldResolver(() => Int, { description: 'How many places are taken; cancelled enrolments take none.' })
  enrolledCount(@Root() program: Program, @Ctx() context: SubgraphContext): Promise<number> {
    return context.load(placesTakenOfPrograms, program.id);
  }
}

@Resolver(() => Organisation)
export class OrganisationProgramsResolver {
  @FieldResolver(() => ProgramConnection, { description: 'The programs that it runs, newest first.' })
  @RequiresScopes('training:read')
  programs(
    @Root() organisation: Organisation,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<Program>> {
    return context.load(programsOfOrganisation, { parentId: organisation.id, args });
  }
}
