import { invalid } from '../../../platform/errors.ts';
import type { Graph, GraphReader } from '../../../platform/federation/graph.ts';
import { eventCatalogue } from '../../../schema/events/catalogue.ts';
import { subjectTypes } from '../events/event-subject.ts';
import { typesMeant } from '../events/event-types.ts';
import { parseSelection, payloadProblem, queryOf, selectsOf } from './payload-selection.ts';

/**
 * Checks what a webhook that is sent events of `patterns` selects as its payload, and returns the types
 * of subjects that it is selected of. Throws VALIDATION_ERROR on `payload`, with line and column, for
 * what is no selection or selects nothing of these events' subjects; QUERY_TOO_COMPLEX; FORBIDDEN for
 * what the reader may not read; UPSTREAM_UNAVAILABLE when that cannot be told now.
 */
export async function checkPayload(
  payload: string,
  patterns: readonly string[],
  graph: Graph,
  reader: GraphReader,
): Promise<string[]> {
  const selectionSet = parseSelection(payload);
  const [problem] = await graph.check(queryOf(selectionSet), reader);
  if (problem) throw payloadProblem(problem);
  const about = new Set<string>(
    [...typesMeant(patterns, 'events')].map((type) => eventCatalogue[type].subject),
  );
  const selected = subjectTypes.filter((type) => selectsOf(selectionSet, type));
  if (!selected.some((type) => about.has(type))) {
    throw invalid('payload', `selects nothing of ${[...about].join(' or ')}, which the events are about`);
  }
  return selected;
}
