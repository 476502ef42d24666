import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Limits } from '../limits.ts';
import { checkRepeats } from './repeated-fields.ts';
import { within } from './too-complex.ts';

/** What is known of a document that is within its limits. */
export interface MeasuredDocument {
  /** It asks for the schema itself: `__schema` or `__type`, anywhere. */
  introspects: boolean;
}

const measures = ['depth', 'aliases', 'fields', 'directives'] as const;
type Size = Record<(typeof measures)[number], number>;

/**
 * Measures a document before it is validated, which for a hostile one is what costs.
 *
 * @throws HubError QUERY_TOO_COMPLEX
 */
export function checkDocument(document: DocumentNode, limits: Limits): MeasuredDocument {
  const introspects = checkNodes(document, limits);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const { sizeOf, circular } = sizes(fragments);
  for (const definition of document.definitions) {
    if (!('selectionSet' in definition)) continue;
    const size = sizeOf(definition.selectionSet);
    size.directives += ownDirectives(definition);
    for (const what of measures) within(limits, what, size[what]);
  }
  // Validation refuses these, and gives up comparing their fields by itself.
  if (circular()) return { introspects };
  // Only now, since it visits what fragments spread as often as the fields that have been counted.
  for (const definition of document.definitions) {
    if ('selectionSet' in definition) checkRepeats(definition, fragments, limits);
  }
  return { introspects };
}

/** What can be said of each node by itself. */
function checkNodes(document: DocumentNode, limits: Limits): boolean {
  let introspects = false;
  visit(document, {
    enter(node: ASTNode) {
      if ('directives' in node) within(limits, 'directivesAtOnce', node.directives?.length ?? 0);
      switch (node.kind) {
        case Kind.OPERATION_DEFINITION:
          within(limits, 'variables', node.variableDefinitions?.length ?? 0);
          break;
        case Kind.LIST:
          within(limits, 'elements', node.values.length);
          break;
        case Kind.OBJECT:
          within(limits, 'elements', node.fields.length);
          break;
        case Kind.FIELD:
          introspects ||= node.name.value === '__schema' || node.name.value === '__type';
          break;
      }
    },
  });
  return introspects;
}

function sizes(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const known = new Map<string, Size>();
  const open = new Set<string>();
  let circular = false;

  function sizeOfFragment(name: string): Size {
    const size = known.get(name);
    if (size) return size;
    const fragment = fragments.get(name);
    if (!fragment || open.has(name)) {
      circular ||= open.has(name);
      return nothing();
    }
    open.add(name);
    const measured = sizeOf(fragment.selectionSet);
    open.delete(name);
    known.set(name, measured);
    return measured;
  }

  function sizeOf(selectionSet: SelectionSetNode): Size {
    const size = nothing();
    for (const selection of selectionSet.selections) {
      let inner = nothing();
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = sizeOfFragment(selection.name.value);
      else if (selection.selectionSet) inner = sizeOf(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD;
      size.depth = Math.max(size.depth, inner.depth + (isField ? 1 : 0));
      size.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      size.fields += inner.fields + (isField ? 1 : 0);
      size.directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return size;
  }
  return { sizeOf, circular: () => circular };
}

function nothing(): Size {
  return { depth: 0, aliases: 0, fields: 0, directives: 0 };
}

function ownDirectives(definition: OperationDefinitionNode | FragmentDefinitionNode): number {
  const ofVariables = (definition.variableDefinitions ?? []).map(({ directives }) => directives?.length ?? 0);
  return ofVariables.reduce((sum, count) => sum + count, definition.directives?.length ?? 0);
}
