import { invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { Program } from './program.ts';

/** Those of the programs `ids` that the caller sees, by their id. */
export async function programsSeen(
  ids: readonly (string | null | undefined)[],
  { em }: SubgraphContext,
): Promise<Map<string, Program>> {
  const asked = [...new Set(ids)].filter((id) => typeof id === 'string');
  const found = asked.length === 0 ? [] : await em.find(Program, { id: { $in: asked } });
  return new Map(found.map((program) => [program.id, program]));
}

/** The program `id` among `programs`. Throws NOT_FOUND for none, VALIDATION_ERROR for one of another organisation. */
export function assertOwnProgram(
  id: string,
  programs: ReadonlyMap<string, Program>,
  organisationId: string,
): Program {
  const program = programs.get(id.toLowerCase());
  if (!program) throw notFound('program', id);
  if (program.organisationId !== organisationId)
    throw invalid('programId', 'is a program of another organisation');
  return program;
}
