import { type DocumentNode, type FieldNode, Kind, type SelectionNode, visit } from 'graphql';

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document for the planner, which takes an object under `@skip` or `@include` for needed only where something of it
 * is: `warehouse @include(if: $a) { name @include(if: $b) }` would not be fetched where `$b` is false, and the warehouse
 * be missing, or null, instead of empty. Such an object is asked for its type name as well, which nothing keeps away.
 */
export function keepConditionalObjects(document: DocumentNode): DocumentNode {
  /** Whether all of a fragment stands under conditions, by its name. */
  const fragments = new Map<string, boolean>();
  const isConditional = (selection: SelectionNode): boolean => {
    if (selection.directives?.some(isCondition)) return true;
    if (selection.kind === Kind.FIELD) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return selection.selectionSet.selections.every(isConditional);
    const { value } = selection.name;
    const known = fragments.get(value);
    if (known !== undefined) return known;
    const selections = document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === value ? each.selectionSet.selections : [],
    );
    const found = selections.every(isConditional);
    fragments.set(value, found);
    return found;
  };
  return visit(document, {
    Field: {
      leave(field) {
        const { selectionSet, directives } = field;
        if (!selectionSet || !directives?.some(isCondition)) return undefined;
        if (!selectionSet.selections.every(isConditional)) return undefined;
        const selections = [typename, ...selectionSet.selections];
        return { ...field, selectionSet: { ...selectionSet, selections } };
      },
    },
  });
}

function isCondition({ name }: { readonly name: { readonly value: string } }): boolean {
  return name.value === 'skip' || name.value === 'include';
}
