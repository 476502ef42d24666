import type { ExecutionResult, GraphQLError, GraphQLResolveInfo } from 'graphql';

export type Path = GraphQLResolveInfo['path'];

/** An object or a list of the answer while it is being made. */
export type Holder = Record<string | number, unknown>;

/** Sets the object's own field, whatever its name. */
export function setOwn(object: Holder, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  } else object[name] = value;
}

/** One execution of an operation: what all its fields share, what they have failed with, and what is still awaited. */
export class Run {
  readonly variables: GraphQLResolveInfo['variableValues'];
  readonly rootValue: unknown;
  readonly context: unknown;
  readonly errors: GraphQLError[] = [];
  /** The answer; null when what failed left nothing of it. */
  data: Holder | null = {};
  #awaited = 0;
  #whenIdle: (() => void) | undefined;
  #nulled: Set<Path | undefined> | undefined;

  constructor(variables: Run['variables'], rootValue: unknown, context: unknown) {
    this.variables = variables;
    this.rootValue = rootValue;
    this.context = context;
  }

  /** Whether nothing is awaited. */
  get isIdle(): boolean {
    return this.#awaited === 0;
  }

  /** Resolves once nothing is awaited any more. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  get result(): ExecutionResult {
    const data = this.data as Record<string, unknown> | null;
    return this.errors.length === 0 ? { data } : { errors: this.errors, data };
  }

  /** Leaves nothing of the answer. */
  fail(error: GraphQLError): void {
    this.absorb(error, undefined);
    this.data = null;
  }

  /** Calls one of the two when `promise` has settled; neither may throw. */
  follow(
    promise: PromiseLike<unknown>,
    onValue: (value: unknown) => void,
    onError: (error: unknown) => void,
  ) {
    this.#awaited += 1;
    // What only looks like a promise may call back at once, twice or never.
    const settling = promise instanceof Promise ? promise : Promise.resolve(promise);
    settling.then(
      (value) => {
        onValue(value);
        this.#settled();
      },
      (error) => {
        onError(error);
        this.#settled();
      },
    );
  }

  #settled(): void {
    this.#awaited -= 1;
    if (this.#awaited === 0) this.#whenIdle?.();
  }

  /** Tells of the error for which `path` is null; no more where something around it is null already. */
  absorb(error: GraphQLError, path: Path | undefined): void {
    if (this.#nulled && this.#isNulled(path)) return;
    this.#nulled ??= new Set();
    this.#nulled.add(path);
    this.errors.push(error);
  }

  /** `absorb` at the place that is `up` steps above `path`, where what has been completed meanwhile becomes null. */
  absorbAbove(error: GraphQLError, path: Path, up: number): void {
    let place: Path | undefined = path;
    for (let step = 0; step < up; step += 1) place = place?.prev;
    if (!place) {
      this.fail(error);
      return;
    }
    this.absorb(error, place);
    const holder = place.prev ? this.#at(place.prev) : this.data;
    if (holder) holder[place.key] = null;
  }

  #at(path: Path): Holder | null {
    const holder = path.prev ? this.#at(path.prev) : this.data;
    const value = holder?.[path.key];
    return typeof value === 'object' ? (value as Holder | null) : null;
  }

  #isNulled(path: Path | undefined): boolean {
    for (let place = path; place; place = place.prev) if (this.#nulled?.has(place)) return true;
    return this.#nulled?.has(undefined) ?? false;
  }
}
