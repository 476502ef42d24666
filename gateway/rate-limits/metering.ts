import { type ExecutionResult, OperationTypeNode } from 'graphql';
import type { HubError } from '../../platform/errors.ts';
import { actualCost, estimatedCost, rootFields, writtenCost } from '../cost/operation-cost.ts';
import { tooExpensive } from '../cost/too-expensive.ts';
import { isWritten, type PlannedOperation, type WrittenResult } from '../execution/executor.ts';
import type { Admission } from './admission.ts';
import type { Caller, Limiter } from './limiter.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Decides whether an operation runs, by how much its caller has asked for and by what it costs. */
export class Metering {
  readonly #limiter: Limiter;
  readonly #costLimit: number;
  readonly #onTooExpensive: () => void;

  /** @param costLimit what a single operation may cost, in points */
  constructor(limiter: Limiter, costLimit: number, onTooExpensive: () => void) {
    this.#limiter = limiter;
    this.#costLimit = costLimit;
    this.#onTooExpensive = onTooExpensive;
  }

  /** To be called when everything else about the operation is in order, and before it runs. */
  async admit(caller: Caller, planned: PlannedOperation, variables: Variables): Promise<Meter> {
    const type = planned.operation.operation;
    const points = estimatedCost(planned, variables);
    const allowed = Math.min(this.#costLimit, this.#limiter.capacityOf(caller) ?? this.#costLimit);
    // Several mutations in one operation are as many writes.
    const places = type === OperationTypeNode.MUTATION ? Math.max(1, rootFields(planned, variables)) : 1;
    if (points <= allowed)
      return new Meter(await this.#limiter.admit(caller, type, points, places), planned, variables, null);
    this.#onTooExpensive();
    const refusal = tooExpensive(points, allowed);
    return new Meter(await this.#limiter.admit(caller, type, 0), planned, variables, refusal);
  }

  /** Counts a request whose document was refused; it has been read all the same. */
  async refusedDocument(caller: Caller): Promise<Record<string, string>> {
    return (await this.#limiter.admit(caller, OperationTypeNode.QUERY, 0))?.headers ?? {};
  }
}

/** One operation as it is metered. */
export class Meter {
  readonly #admission: Admission | null;
  readonly #planned: PlannedOperation;
  readonly #variables: Variables;
  readonly #tooExpensive: HubError | null;

  constructor(
    admission: Admission | null,
    planned: PlannedOperation,
    variables: Variables,
    tooExpensive: HubError | null,
  ) {
    this.#admission = admission;
    this.#planned = planned;
    this.#variables = variables;
    this.#tooExpensive = tooExpensive;
  }

  /** Headers of an answer over HTTP. */
  get headers(): Record<string, string> {
    return this.#admission?.headers ?? {};
  }

  /** Throws RATE_LIMITED or QUERY_TOO_COMPLEX when the operation is not to be run. */
  check(): void {
    this.#admission?.check();
    if (this.#tooExpensive) throw this.#tooExpensive;
  }

  /** `result` with its cost; what the operation has not cost after all is given back. */
  settle<R extends ExecutionResult | WrittenResult>(result: R): R {
    if (!this.#admission) return result;
    const cost = this.#admission.settle(
      isWritten(result) ? writtenCost(result) : actualCost(this.#planned, result.data, this.#variables),
    );
    return { ...result, extensions: { ...result.extensions, cost } };
  }
}
