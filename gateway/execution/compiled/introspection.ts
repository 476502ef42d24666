import {
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import type { FieldGroup } from './selections.ts';

/** Answers `__schema` and `__type` from the schema that clients see. */
export function introspection(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Readonly<Record<string, FragmentDefinitionNode>>,
): (group: FieldGroup, variables: Readonly<Record<string, unknown>>) => unknown {
  return ({ responseName, nodes }, variables) => {
    const used = new Set<string>();
    const note = { Variable: ({ name }: { name: { value: string } }) => void used.add(name.value) };
    for (const node of [...nodes, ...Object.values(fragments)]) visit(node, note);
    const { data, errors } = executeSync({
      schema,
      document: {
        kind: Kind.DOCUMENT,
        definitions: [
          {
            kind: Kind.OPERATION_DEFINITION,
            operation: OperationTypeNode.QUERY,
            variableDefinitions: operation.variableDefinitions?.filter(({ variable }) =>
              used.has(variable.name.value),
            ),
            selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
          },
          ...Object.values(fragments),
        ],
      },
      rootValue: {},
      variableValues: variables,
    });
    if (errors?.[0]) throw errors[0];
    return data?.[responseName] ?? null;
  };
}
