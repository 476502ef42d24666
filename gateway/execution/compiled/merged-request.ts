import type { FetchNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

const representations = 'representations';

/** A fetch of entities, taken apart. */
export interface EntitiesQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Equal for fetches that ask for the same of each entity. */
  readonly selects: string;
}

/** A request for entities of several fetches. */
export interface MergedRequest {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** For each fetch, the variable of its representations and the field of its answer. */
  readonly parts: readonly { variable: string; field: string }[];
}

/** Null when the fetch is not of the one form in which Apollo's planner writes them. */
export function readEntitiesQuery(fetch: FetchNode): EntitiesQuery | null {
  const document = fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION || operation.directives?.length) return null;
  // A client's variable that could be taken for one of these is left where it is.
  if (fetch.variableUsages?.some((name) => name.startsWith(representations))) return null;
  const [field, ...others] = operation.selectionSet.selections;
  if (field?.kind !== Kind.FIELD || field.name.value !== '_entities' || others.length > 0) return null;
  if (field.alias || field.directives?.length) return null;
  const fragments = document.definitions.filter((definition) => definition !== operation);
  return { document, operation, selects: [field, ...fragments].map(print).join('\n') };
}

/** One request for the entities of all `queries`. */
export function mergeQueries(queries: readonly EntitiesQuery[]): MergedRequest {
  const [first] = queries;
  if (!first) throw new Error('There is nothing to merge.');
  const operationName = first.operation.name?.value;
  if (queries.length === 1) {
    const parts = [{ variable: representations, field: '_entities' }];
    return { query: print(first.document), document: first.document, operationName, parts };
  }
  const parts = queries.map((_, index) => ({ variable: `${representations}_${index}`, field: `_${index}` }));
  const own = queries.map(({ document }, index) => renamed(document, index));
  const variables = new Map<string, VariableDefinitionNode>();
  for (const { operation } of own) {
    for (const definition of operation.variableDefinitions ?? []) {
      variables.set(definition.variable.name.value, definition);
    }
  }
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...first.operation,
        variableDefinitions: [...variables.values()],
        selectionSet: {
          kind: Kind.SELECTION_SET,
          selections: own.flatMap(({ fields }) => fields),
        },
      },
      ...own.flatMap(({ fragments }) => fragments),
    ],
  };
  return { query: print(document), document, operationName, parts };
}

/** With names of its own where they could be those of another fetch. */
function renamed(document: DocumentNode, index: number) {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const { definitions } = visit(document, {
    Variable(node) {
      if (node.name.value !== representations) return undefined;
      return { ...node, name: name(`${representations}_${index}`) };
    },
    FragmentSpread: (node) => ({ ...node, name: name(`${node.name.value}_${index}`) }),
    FragmentDefinition: (node) => ({ ...node, name: name(`${node.name.value}_${index}`) }),
  });
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A fetch has no operation.');
  return {
    operation,
    fields: operation.selectionSet.selections.map((field) => ({ ...field, alias: name(`_${index}`) })),
    fragments: definitions.filter((definition) => definition !== operation),
  };
}
