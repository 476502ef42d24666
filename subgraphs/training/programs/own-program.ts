import { invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { Program } from './program.ts';

/** Throws NOT_FOUND for a program that the caller does not see, VALIDATION_ERROR for one of another organisation. */
export async function assertOwnProgram(
  id: string,
  organisationId: string,
  { em }: SubgraphContext,
): Promise<void> {
  const program = await em.findOne(Program, { id });
  if (!program) throw notFound('program', id);
  if (program.organisationId !== organisationId)
    throw invalid('programId', 'is a program of another organisation');
}
