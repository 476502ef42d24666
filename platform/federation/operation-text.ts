import {
  type DocumentNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SubgraphRequest } from './caller.ts';

/** The variable by which a planned fetch says of which entities it wants fields. */
export const representationsVariable = 'representations';

/** What of a request is the same each time that it is sent; one object for one operation. */
export interface OperationText {
  readonly operationName: string | undefined;
  /** JSON of the request without its variables and without its closing brace. */
  readonly head: string;
  /** Whether it is a query: one that is asked twice does no harm. */
  readonly reads: boolean;
  /** Whether it reads `_entities` by `$representations` and nothing else, so that two can be asked for as one. */
  readonly readsEntities: boolean;
}

const kept = 2_000;

/** What is known of operations, by their text. */
export class OperationTexts {
  readonly #known = new LRUCache<string, OperationText>({ max: kept });

  of(request: SubgraphRequest): OperationText {
    const known = this.#known.get(request.query);
    if (known && known.operationName === request.operationName) return known;
    const text = operationText(request);
    this.#known.set(request.query, text);
    return text;
  }
}

/** The JSON body of a request; `variables` are JSON already. */
export function bodyOf(text: OperationText, variables: string | undefined): string {
  return variables === undefined ? `${text.head}}` : `${text.head},"variables":${variables}}`;
}

function operationText({ query, operationName, document: given }: SubgraphRequest): OperationText {
  const document = given ?? parsed(query);
  const operation = document && getOperationAST(document, operationName);
  return {
    operationName,
    head: JSON.stringify({ query, operationName }).slice(0, -1),
    reads: operation?.operation === OperationTypeNode.QUERY,
    readsEntities: readsEntities(operation) && timesUsed(document) === 1,
  };
}

/** Undefined for what has a syntax error; the subgraph says which. */
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query, { noLocation: true });
  } catch {
    return undefined;
  }
}

function readsEntities(operation: OperationDefinitionNode | null | undefined): boolean {
  if (operation?.operation !== OperationTypeNode.QUERY || operation.directives?.length) return false;
  const [field, ...more] = operation.selectionSet.selections;
  if (more.length > 0 || field?.kind !== Kind.FIELD || field.name.value !== '_entities') return false;
  if (field.alias || field.directives?.length || field.arguments?.length !== 1) return false;
  const value = field.arguments[0]?.value;
  return value?.kind === Kind.VARIABLE && value.name.value === representationsVariable;
}

/** How often the variable is used, in fragments too. */
function timesUsed(document: DocumentNode | undefined): number {
  let times = 0;
  if (!document) return times;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === representationsVariable) times += 1;
    },
  });
  return times;
}
