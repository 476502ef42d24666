import {
  type DocumentNode,
  type ExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { LRUCache } from 'lru-cache';
import type { OperationInput, RunOperation } from '../subgraph-executor.ts';
import type { Operation } from './field.ts';
import { Run, setOwn } from './run.ts';
import { Selection } from './selection.ts';
import { variablesOf } from './variables.ts';

/** An operation may come in as many variants as its `@skip` and `@include` have outcomes; so many are kept. */
const variantsKept = 32;

/** An operation of a valid document, compiled for one schema. */
class CompiledOperation {
  readonly #operation: Operation;
  readonly #variables: ReturnType<typeof variablesOf>;
  /** The variables of `@skip` and `@include`. */
  readonly #conditions: readonly string[];
  readonly #variants = new LRUCache<string, Selection>({ max: variantsKept });

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#variables = variablesOf(operation.schema, operation.definition.variableDefinitions ?? []);
    this.#conditions = conditionsOf(operation);
  }

  run({ variables: given = {}, context, root }: OperationInput): ExecutionResult | Promise<ExecutionResult> {
    const variables = this.#variables(given);
    if ('errors' in variables) return { errors: variables.errors };
    const run = new Run(variables.coerced, root, context);
    try {
      const selection = this.#selectionFor(run);
      if (this.#operation.definition.operation === OperationTypeNode.MUTATION) {
        return oneByOne(selection, run);
      }
      run.data = selection.execute(root, undefined, run);
    } catch (error) {
      run.fail(error as GraphQLError);
    }
    return run.isIdle ? run.result : run.idle().then(() => run.result);
  }

  #selectionFor(run: Run): Selection {
    const key = this.#conditions.map((name) => outcome(run.variables[name])).join('');
    let selection = this.#variants.get(key);
    if (!selection) {
      selection = this.#compiled();
      this.#variants.set(key, selection);
    }
    selection.prepare(run);
    return selection;
  }

  #compiled(): Selection {
    const { schema, fragments, definition } = this.#operation;
    const type = schema.getRootType(definition.operation);
    if (!type) {
      throw new GraphQLError(`Schema is not configured to execute ${definition.operation} operation.`, {
        nodes: definition,
      });
    }
    return new Selection(type, 0, this.#operation, ({ variables }) =>
      collectFields(schema, fragments, variables, type, definition.selectionSet),
    );
  }
}

/** Fields of a mutation: each when all before it is done, and none after one that left nothing of the answer. */
async function oneByOne({ fields }: Selection, run: Run): Promise<ExecutionResult> {
  for (const field of fields) {
    if (!run.data) break;
    try {
      setOwn(run.data, field.responseName, field.value(run.data, run.rootValue, undefined, run));
    } catch (error) {
      run.fail(error as GraphQLError);
    }
    if (!run.isIdle) await run.idle();
  }
  return run.result;
}

function outcome(value: unknown): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : '?';
}

function conditionsOf({ definition, fragments }: Operation): string[] {
  const names = new Set<string>();
  for (const node of [definition, ...Object.values(fragments)]) {
    visit(node, {
      Directive({ name, arguments: given }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names];
}

/**
 * Compiles an operation of a document that is valid for `schema`. What it answers is what graphql-js answers, but
 * not before all that was begun is done; it is no promise where no resolver gives one.
 *
 * @param operationName which is meant, where the document has several
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): RunOperation {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  const definitions: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (operationName === undefined || definition.name?.value === operationName) definitions.push(definition);
  }
  const [definition, another] = definitions;
  if (!definition || another) {
    const errors = [new GraphQLError(unresolved(operationName, another !== undefined))];
    return () => ({ errors });
  }
  const operation = new CompiledOperation({ schema, fragments, definition });
  return (input) => operation.run(input);
}

function unresolved(operationName: string | undefined, hasSeveral: boolean): string {
  if (hasSeveral) return 'Must provide operation name if query contains multiple operations.';
  return operationName === undefined
    ? 'Must provide an operation.'
    : `Unknown operation named "${operationName}".`;
}
