import { type EntityManager, type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { contains } from '../../../platform/db/contains.ts';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { hasChanged } from '../../../platform/db/has-changed.ts';
import { patch } from '../../../platform/db/patch.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import { findPage, type Page, type PageArgs } from '../../../platform/federation/connection.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { placesTaken } from '../enrolments/places-taken.ts';
import { owningOrganisation, refuseLearner } from '../organisations/owning-organisation.ts';
import { taken } from '../organisations/taken.ts';
import { openStatuses, SubmissionKind } from '../siplatih-submissions/siplatih-submission.state.ts';
import { SiplatihSubmission } from '../siplatih-submissions/siplatih-submission.ts';
import type { CreateProgramInput, ProgramFilter, UpdateProgramInput } from './program.inputs.ts';
import { Program } from './program.ts';
import { assertConsistent } from './program-rules.ts';

const duplicates = {
  programs_code: () => taken('A program', 'code'),
  programs_external_id: () => taken('A program'),
};

/**
 * The program, locked until the transaction of `em` ends: what depends on how many are enrolled, or
 * on what was submitted, waits its turn. Throws NOT_FOUND for one that the caller may not see.
 */
export async function lockProgram(em: EntityManager, id: string): Promise<Program> {
  const program = await em.findOne(Program, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (!program) throw notFound('program', id);
  return program;
}

/** What the log says of a change of `program`. */
export function programEvent(type: 'program.created' | 'program.updated', program: Program, actor: string) {
  return {
    type,
    subject: { type: 'Program' as const, id: program.id },
    audience: [program.organisationId],
    data: {
      program_id: program.id,
      code: program.code,
      name: program.name,
      type: program.type,
      external_id: program.externalId,
      siplatih_program_id: program.siplatihProgramId,
    },
    actor,
  };
}

export class ProgramService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates a program. Throws VALIDATION_ERROR, DUPLICATE (code, externalId). */
  async create(input: CreateProgramInput, context: SubgraphContext): Promise<Program> {
    const { organisationId: requested, ...fields } = input;
    const organisationId = await owningOrganisation(requested, context, this.#neighbours);
    const program = Object.assign(new Program(), { organisationId });
    apply(program, fields);
    return context.em
      .transactional(async (em) => {
        em.persist(program);
        await em.flush();
        await record(em, programEvent('program.created', program, context.principal.id));
        return program;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /**
   * Changes a program that the caller may see. Throws NOT_FOUND, VALIDATION_ERROR (also for a
   * capacity below what is taken), DUPLICATE, CONFLICT for another code once the ministry knows it.
   */
  async update({ id, ...changes }: UpdateProgramInput, context: SubgraphContext): Promise<Program> {
    refuseLearner(context.principal);
    return context.em
      .transactional(async (em) => {
        const program = await lockProgram(em, id);
        const { code } = program;
        apply(program, changes);
        if (program.code !== code && (await knownToMinistry(em, program)))
          throw new HubError('CONFLICT', {
            message: 'The code cannot change any more: the ministry knows the program by it.',
          });
        if (program.capacity !== null) {
          const places = await placesTaken(em, id);
          if (program.capacity < places) throw invalid('capacity', `is less than the ${places} enrolled`);
        }
        if (!hasChanged(em, program)) return program;
        await em.flush();
        await record(em, programEvent('program.updated', program, context.principal.id));
        return program;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  list(filter: ProgramFilter, page: PageArgs, context: SubgraphContext): Promise<Page<Program>> {
    const { nameContains, registeredWithSiplatih: registered, ...exact } = filter;
    const where: Record<string, unknown> = given(exact);
    if (nameContains) where.name = contains(nameContains);
    if (registered === true) where.siplatihProgramId = { $ne: null };
    if (registered === false) where.siplatihProgramId = null;
    return findPage(context.em, Program, where as FilterQuery<Program>, page);
  }
}

/** Whether the program is registered, or being registered. */
async function knownToMinistry(em: EntityManager, program: Program): Promise<boolean> {
  if (program.siplatihProgramId !== null) return true;
  const registering = {
    programId: program.id,
    kind: SubmissionKind.REGISTRATION,
    status: { $in: [...openStatuses] },
  };
  return (await em.count(SiplatihSubmission, registering)) > 0;
}

/** Sets what `fields` gives and checks the whole. Null empties a list, and makes a program free. */
function apply(program: Program, fields: Omit<UpdateProgramInput, 'id'>): void {
  const { name, type, ...details } = fields;
  patch(program, { ...details, name: name ?? undefined, type: type ?? undefined } as Partial<Program>);
  program.instructors ??= [];
  program.curriculum ??= [];
  program.skills ??= [];
  program.fee ??= 0;
  assertConsistent(program);
}
