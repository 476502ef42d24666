import type { OperationTypeNode } from 'graphql';
import { Counter, collectDefaultMetrics, Gauge, Registry, register } from 'prom-client';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import { DurationHistogram, type Durations } from './durations.ts';
import type { Callers } from './execution/executor.ts';
import type { Refusal } from './rate-limits/limiter.ts';

/** Seconds; from an in-process fetch to a call that waits for an outside system. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How an operation ended: `refused` before it was executed, `error` with errors in its result. */
export type OperationOutcome = 'ok' | 'error' | 'refused';

/** What one gateway counts. */
export class GatewayMetrics {
  readonly registry = new Registry();
  readonly #requests = new DurationHistogram({
    name: 'hub_http_request_duration_seconds',
    help: 'Duration of HTTP requests, by route, method and status.',
    labels: ['route', 'method', 'status'],
    buckets,
    registry: this.registry,
  });
  readonly #operations = new Counter({
    name: 'hub_graphql_operations_total',
    help: 'GraphQL operations, by type, transport and outcome.',
    labelNames: ['type', 'transport', 'outcome'],
    registers: [this.registry],
  });
  readonly #fetches = new DurationHistogram({
    name: 'hub_subgraph_fetch_duration_seconds',
    help: 'Duration of fetches from subgraphs, by subgraph and outcome.',
    labels: ['subgraph', 'outcome'],
    buckets,
    registry: this.registry,
  });
  readonly #limited = new Counter({
    name: 'hub_rate_limited_total',
    help: 'Requests that were refused by a limit: reads, writes or cost of the caller, cost of the operation, address, or credentials guessed.',
    labelNames: ['limit'],
    registers: [this.registry],
  });
  readonly websockets = new Gauge({
    name: 'hub_websocket_connections',
    help: 'Open websocket connections.',
    registers: [this.registry],
  });
  readonly subscriptions = new Gauge({
    name: 'hub_graphql_subscriptions',
    help: 'Running subscriptions.',
    registers: [this.registry],
  });

  readonly #textOfAll: (() => Promise<string>) | undefined;

  /** @param textOfAll what is told to Prometheus instead of this: what several gateways count together */
  constructor(textOfAll?: () => Promise<string>) {
    this.#textOfAll = textOfAll;
    collectDefaultMetrics({ register: this.registry });
  }

  /** For Prometheus. */
  text(): Promise<string> {
    return this.#textOfAll?.() ?? this.ofProcess.metrics();
  }

  /** What this gateway counts, and what the other parts of its process do. */
  get ofProcess(): Registry {
    return Registry.merge([this.registry, register]);
  }

  request(route: string, method: string, status: number, seconds: number): void {
    this.#requests.of(route, method, String(status)).observe(seconds);
  }

  operation(
    type: OperationTypeNode | 'unknown',
    transport: 'http' | 'websocket' | 'sse' | 'rest',
    outcome: OperationOutcome,
  ): void {
    this.#operations.inc({ type, transport, outcome });
  }

  /** A request was refused by a limit. */
  refused(limit: Refusal): void {
    this.#limited.inc({ limit });
  }

  /** The same callers, with the time of each fetch measured. */
  measured(callers: Callers): Callers {
    return Object.fromEntries(
      Object.entries(callers).map(([name, caller]) => [name, this.#measuredCaller(name, caller)]),
    );
  }

  #measuredCaller(subgraph: string, caller: SubgraphCaller): SubgraphCaller {
    const known: { ok?: Durations; error?: Durations; unavailable?: Durations } = {};
    return {
      execute: async (request, context) => {
        const started = performance.now();
        let outcome: keyof typeof known = 'unavailable';
        try {
          const result = await caller.execute(request, context);
          outcome = result.errors ? 'error' : 'ok';
          return result;
        } finally {
          known[outcome] ??= this.#fetches.of(subgraph, outcome);
          known[outcome]?.observe((performance.now() - started) / 1000);
        }
      },
      subscribe: (request, context) => caller.subscribe(request, context),
      close: () => caller.close(),
    };
  }
}
