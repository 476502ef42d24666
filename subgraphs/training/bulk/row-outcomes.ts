import { HubError } from '../../../platform/errors.ts';
import type { RowError } from '../../../platform/federation/row-error.ts';
import { validationDetails } from '../../../platform/federation/validate-input.ts';

/** What became of each row of a bulk call. */
export class RowOutcomes<T> {
  readonly #outcomes: (T | HubError)[];

  /** `count` rows, each of which must be given an outcome. */
  constructor(count: number) {
    this.#outcomes = new Array(count);
  }

  succeed(index: number, value: T): void {
    this.#outcomes[index] = value;
  }

  fail(index: number, error: HubError): void {
    this.#outcomes[index] = error;
  }

  /** The inputs that are well-formed, with their index; each other row fails with VALIDATION_ERROR. */
  async wellFormed<Input extends object>(
    inputs: readonly Input[],
  ): Promise<{ index: number; input: Input }[]> {
    const well: { index: number; input: Input }[] = [];
    for (const [index, input] of inputs.entries()) {
      const details = await validationDetails(input);
      if (details.length === 0) well.push({ index, input });
      else this.fail(index, new HubError('VALIDATION_ERROR', { details }));
    }
    return well;
  }

  /** What `make` makes of the well-formed rows, with their index; each that it throws a HubError for fails with that. */
  made<Input, Made>(
    rows: readonly { index: number; input: Input }[],
    make: (input: Input) => Made,
  ): { index: number; made: Made }[] {
    const candidates: { index: number; made: Made }[] = [];
    for (const { index, input } of rows) {
      try {
        candidates.push({ index, made: make(input) });
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        this.fail(index, error);
      }
    }
    return candidates;
  }

  /** What the only row came to. Throws its error. */
  only(): T {
    const [outcome] = this.#outcomes;
    if (outcome instanceof HubError) throw outcome;
    return outcome as T;
  }

  /** The rows as the API shows them, what succeeded in the field `name`, in the order of the input. */
  rows<Name extends string>(
    name: Name,
  ): {
    succeeded: number;
    failed: number;
    rows: ({ index: number; error: RowError | null } & Record<Name, T | null>)[];
  } {
    const rows = this.#outcomes.map((outcome, index) => {
      const error = outcome instanceof HubError ? rowErrorOf(outcome) : null;
      return { index, error, [name]: error ? null : outcome } as {
        index: number;
        error: RowError | null;
      } & Record<Name, T | null>;
    });
    const failed = rows.filter(({ error }) => error).length;
    return { succeeded: rows.length - failed, failed, rows };
  }
}

function rowErrorOf({ code, message, details }: HubError): RowError {
  return { code, message, details };
}
