import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { isInherited } from './json-object.ts';
import type { PlanPath } from './places.ts';

/** What there is to know of a place at which all objects have been brought by one fetch. */
export interface SolePlace {
  /** The fields that the fetch selects there, under their names in the answer; null where one of them has fields itself. */
  readonly leaves: readonly string[] | null;
}

/** A fetch of the plan. */
interface Bringing {
  /** Where what it brings is put. */
  readonly at: readonly string[];
  readonly selectionSet: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** The same for all paths to a place. */
export function placeKey(path: PlanPath): string {
  return namesOf(path).join('.');
}

/**
 * The places of a plan's fetches of entities at which nothing is put but by the one fetch that brings the objects and by
 * fetches of these very entities, and likewise with all that the objects stand in: once that fetch is done, which objects
 * there are is settled.
 */
export function solePlaces(plan: PlanNode): ReadonlyMap<string, SolePlace> {
  const places = new Map<string, SolePlace>();
  const fetches: FetchNode[] = [];
  const bringing: Bringing[] = [];
  const asking = new Map<string, readonly string[]>();
  const visit = (node: PlanNode | undefined, at: PlanPath): void => {
    switch (node?.kind) {
      case 'Fetch':
        fetches.push(node);
        bringing.push(bringingOf(node, namesOf(at)));
        if (node.requires) asking.set(placeKey(at), namesOf(at));
        break;
      case 'Flatten':
        visit(node.node, [...at, ...node.path]);
        break;
      case 'Condition':
        visit(node.ifClause, at);
        visit(node.elseClause, at);
        break;
      case 'Sequence':
      case 'Parallel':
        for (const child of node.nodes) visit(child, at);
    }
  };
  visit(plan, []);
  // Under which name things come is another question there.
  if (fetches.some(({ outputRewrites }) => outputRewrites?.length)) return places;
  for (const [key, names] of asking) {
    const place = solePlace(names, bringing);
    if (place) places.set(key, place);
  }
  return places;
}

function solePlace(names: readonly string[], fetches: readonly Bringing[]): SolePlace | undefined {
  if (names.some(isInherited)) return undefined;
  let leaves: readonly string[] | null = null;
  for (let length = 1; length <= names.length; length += 1) {
    const beginning = names.slice(0, length);
    const selected = fetches.map((fetch) => selectedAt(fetch, beginning)).filter((sets) => sets.length > 0);
    const [only, another] = selected;
    if (!only || another) return undefined;
    if (length === names.length) leaves = leavesOf(only);
  }
  return { leaves };
}

/** What a fetch selects at the place of `names`, in the object that it is put into; nothing where it does not get there. */
function selectedAt({ at, selectionSet, fragments }: Bringing, names: readonly string[]): Field[][] {
  if (at.length >= names.length || at.some((name, index) => name !== names[index])) return [];
  let sets: SelectionSetNode[] = [selectionSet];
  for (const name of names.slice(at.length)) {
    sets = sets.flatMap((set) =>
      fieldsOf(set, fragments).flatMap((field) =>
        field.name === name && field.selectionSet ? [field.selectionSet] : [],
      ),
    );
    sets = [...new Set(sets)];
  }
  return sets.map((set) => fieldsOf(set, fragments));
}

interface Field {
  readonly name: string;
  readonly selectionSet: SelectionSetNode | undefined;
}

/** The fields of a selection, whatever the types. */
function fieldsOf(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Field[] {
  const fields: Field[] = [];
  const sets = new Set([selectionSet]);
  for (const set of sets) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        fields.push({ name, selectionSet: selection.selectionSet });
      } else {
        const within =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        if (within) sets.add(within.selectionSet);
      }
    }
  }
  return fields;
}

function leavesOf(selected: readonly Field[][]): readonly string[] | null {
  const fields = selected.flat();
  if (fields.some(({ name, selectionSet }) => selectionSet || isInherited(name))) return null;
  return [...new Set(fields.map(({ name }) => name))];
}

function bringingOf(fetch: FetchNode, at: readonly string[]): Bringing {
  const document = fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  let selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) selectionSet = definition.selectionSet;
  }
  if (!fetch.requires) return { at, selectionSet, fragments };
  const entities = fieldsOf(selectionSet, fragments).find(({ name }) => name === '_entities');
  return { at, selectionSet: entities?.selectionSet ?? selectionSet, fragments };
}

function namesOf(path: PlanPath): string[] {
  return path.map(String).filter((name) => name !== '@');
}
