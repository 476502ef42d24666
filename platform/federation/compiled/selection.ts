import type { FieldNode, GraphQLObjectType } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { getFieldDef } from 'graphql/execution/execute.js';
import type { Selected } from './completion.ts';
import { Field, type Operation } from './field.ts';
import { type Execution, generatedExecution, plainExecution } from './generated-execution.ts';
import type { Holder, Path, Run } from './run.ts';

type Collected = ReadonlyMap<string, readonly FieldNode[]>;

/** The fields of one object type at one place of an operation; collected when the first such object turns up. */
export class Selection implements Selected {
  readonly #collect: (run: Run) => Collected;
  readonly #type: GraphQLObjectType;
  readonly #up: number;
  readonly #operation: Operation;
  #fields: readonly Field[] | undefined;
  #isUsed = false;
  #execution: Execution | undefined;

  /** @param up how many steps lie between the object and the nearest place that may be null */
  constructor(type: GraphQLObjectType, up: number, operation: Operation, collect: (run: Run) => Collected) {
    this.#type = type;
    this.#up = up;
    this.#operation = operation;
    this.#collect = collect;
  }

  prepare(run: Run): void {
    this.#fields ??= this.#compiled(run);
  }

  /** After `prepare`. */
  get fields(): readonly Field[] {
    return this.#fields ?? [];
  }

  execute(source: unknown, path: Path | undefined, run: Run): Holder {
    if (!this.#execution) {
      // For what is asked once, of one object, none is worth being generated.
      if (!this.#isUsed) {
        this.#isUsed = true;
        return plainExecution(this.fields)(source, path, run);
      }
      this.#execution = generatedExecution(this.fields);
    }
    return this.#execution(source, path, run);
  }

  #compiled(run: Run): Field[] {
    const fields: Field[] = [];
    for (const [responseName, nodes] of this.#collect(run)) {
      const field = getFieldDef(this.#operation.schema, this.#type, nodes[0] as FieldNode);
      if (field) {
        fields.push(
          new Field(responseName, nodes, field, {
            parentType: this.#type,
            upOfParent: this.#up,
            operation: this.#operation,
            selected: (type, up) => this.#within(nodes, type, up),
          }),
        );
      }
    }
    return fields;
  }

  #within(nodes: readonly FieldNode[], type: GraphQLObjectType, up: number): Selection {
    const { schema, fragments } = this.#operation;
    return new Selection(type, up, this.#operation, ({ variables }) =>
      collectSubfields(schema, fragments, variables, type, nodes),
    );
  }
}
