import { z } from 'zod';

const times = z.coerce.number().int().min(1).max(1_000_000).default(1);
const ms = z.coerce.number().int().min(0).max(600_000);
/** The operation that the fault waits for; `*` is every one. */
const on = z.string().default('*');
/** Whether the stand-in does what it was asked before it fails, so that only the answer is lost. */
const when = z.enum(['before', 'after']).default('before');
const onCallback = z.literal('callback').default('callback');

/** What can be made to go wrong in a stand-in, the next `times` times. */
export const faultSchema = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('slow'), ms, times, on }),
  z.strictObject({
    fault: z.literal('status'),
    status: z.coerce.number().int().min(400).max(599).default(500),
    /** Seconds, sent as Retry-After. */
    retryAfter: z.coerce.number().int().min(0).optional(),
    times,
    on,
    when,
  }),
  z.strictObject({ fault: z.literal('dropped'), times, on, when }),
  z.strictObject({ fault: z.literal('html'), times, on, when }),
  z.strictObject({ fault: z.literal('empty'), times, on, when }),
  z.strictObject({
    fault: z.literal('different-amount'),
    /** Added to the amount; a fraction is possible, and wrong. */
    by: z.coerce.number().default(1),
    times,
    on: z.enum(['read', 'callback']).default('read'),
  }),
  z.strictObject({
    fault: z.literal('unknown-status'),
    word: z.string().min(1).max(50).default('ON_HOLD'),
    times,
    on: z.enum(['read', 'callback']).default('read'),
  }),
  z.strictObject({ fault: z.literal('no-callback'), times, on: onCallback }),
  z.strictObject({
    fault: z.literal('repeated-callback'),
    count: z.coerce.number().int().min(2).max(10_000).default(2),
    times,
    on: onCallback,
  }),
  z.strictObject({ fault: z.literal('late-callback'), ms, times, on: onCallback }),
  z.strictObject({ fault: z.literal('out-of-order-callback'), times, on: onCallback }),
  z.strictObject({ fault: z.literal('badly-signed-callback'), times, on: onCallback }),
  z.strictObject({
    fault: z.literal('stale-callback'),
    minutes: z.coerce.number().default(10),
    times,
    on: onCallback,
  }),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultName = Fault['fault'];
export const faultNames: readonly FaultName[] = faultSchema.options.map((option) => option.shape.fault.value);

/** The faults of one exchange, at most one of each name. */
export class TakenFaults {
  readonly #faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  get<N extends FaultName>(name: N): Extract<Fault, { fault: N }> | undefined {
    return this.#faults.find((fault): fault is Extract<Fault, { fault: N }> => fault.fault === name);
  }

  get names(): FaultName[] {
    return this.#faults.map((fault) => fault.fault);
  }
}

/** What has been scripted to go wrong in one stand-in. Two of one name are used up one after the other. */
export class FaultScript {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault });
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The faults that `operation` meets now; each has one time less left. */
  take(operation: string): TakenFaults {
    const taken: Fault[] = [];
    for (const fault of this.#faults) {
      const meant = fault.on === operation || (fault.on === '*' && operation !== 'callback');
      if (!meant || taken.some((other) => other.fault === fault.fault)) continue;
      fault.times -= 1;
      taken.push(fault);
    }
    this.#faults = this.#faults.filter((fault) => fault.times > 0);
    return new TakenFaults(taken);
  }
}
