import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Limits } from '../limits.ts';
import { within } from './too-complex.ts';

/**
 * Counts the fields that share a place in the answer, whichever way they came there: validation
 * compares each of them with each other, and what is beneath them as well.
 *
 * @param fragments none of which spreads itself
 * @throws HubError QUERY_TOO_COMPLEX
 */
export function checkRepeats(
  definition: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  limits: Limits,
): void {
  let selectionSets: readonly SelectionSetNode[][] = [[definition.selectionSet]];
  for (let atRoot = true; selectionSets.length > 0; atRoot = false) {
    const beneath: SelectionSetNode[][] = [];
    for (const merged of selectionSets) {
      const places = fieldsByPlace(merged, fragments);
      if (atRoot && definition.kind === Kind.OPERATION_DEFINITION) within(limits, 'rootFields', places.size);
      for (const fields of places.values()) {
        within(limits, 'repeats', fields.length);
        const inner = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
        if (inner.length > 0) beneath.push(inner);
      }
    }
    selectionSets = beneath;
  }
}

/** The fields that together make one object of the answer, by their names there. */
function fieldsByPlace(
  selectionSets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Map<string, FieldNode[]> {
  const places = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const pending = [...selectionSets];
  for (let set = pending.pop(); set; set = pending.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const place = (selection.alias ?? selection.name).value;
        const there = places.get(place);
        if (there) there.push(selection);
        else places.set(place, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        pending.push(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) pending.push(fragment.selectionSet);
      }
    }
  }
  return places;
}
