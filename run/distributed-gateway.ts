import { forwardTo } from '../gateway/forward.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../gateway/server.ts';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import type { PrincipalTokens } from '../platform/auth/principal-token.ts';
import { httpCaller } from '../platform/federation/http-caller.ts';
import type { RequestSink } from '../platform/request-log/request-entry.ts';
import type { Lifecycle } from './lifecycle.ts';

/** A subgraph in a process of its own. */
export interface SubgraphProcess {
  name: string;
  /** Where the process listens, such as `http://payments:4001`. */
  baseUrl: string;
  /** Paths outside GraphQL that the gateway forwards to it. */
  routePrefixes: readonly string[];
}

export interface DistributedGatewayOptions {
  host: string;
  port: number;
  supergraphSdl: string;
  subgraphs: readonly SubgraphProcess[];
  /** Made with the secret that the subgraphs' processes have too. */
  tokens: PrincipalTokens;
  authenticator: Authenticator;
  persistedOperations?: GatewayOptions['persistedOperations'];
  callingOrigins?: GatewayOptions['callingOrigins'];
  trustedProxies?: readonly string[];
  rateLimits?: GatewayOptions['rateLimits'];
  executor?: GatewayOptions['executor'];
  overload?: GatewayOptions['overload'];
  rest?: GatewayOptions['rest'];
  metrics?: GatewayOptions['metrics'];
  readiness?: Readonly<Record<string, () => Promise<void>>>;
  /** What takes note of every request. */
  requestLog?: RequestSink | undefined;
}

/** Starts the gateway over subgraphs in other processes. */
export async function startDistributedGateway(
  lifecycle: Lifecycle,
  options: DistributedGatewayOptions,
): Promise<Gateway> {
  const { host, port, supergraphSdl, subgraphs, tokens, authenticator } = options;
  const callers = await lifecycle.start(
    'connections to subgraphs',
    () =>
      Object.fromEntries(
        subgraphs.map(({ name, baseUrl }) => [
          name,
          httpCaller({ name, url: `${baseUrl}/graphql`, tokens, batches: true }),
        ]),
      ),
    async (opened) => {
      await Promise.all(Object.values(opened).map((caller) => caller.close()));
    },
  );
  const routes = subgraphs
    .filter(({ routePrefixes }) => routePrefixes.length > 0)
    .map(({ baseUrl, routePrefixes }) => forwardTo({ baseUrl, prefixes: routePrefixes }));
  return await lifecycle.start(
    'gateway',
    () =>
      startGateway({
        host,
        port,
        supergraphSdl,
        callers,
        authenticator,
        introspection: 'for callers who are known',
        ...(options.persistedOperations && { persistedOperations: options.persistedOperations }),
        routes,
        ...(options.callingOrigins && { callingOrigins: options.callingOrigins }),
        trustedProxies: options.trustedProxies ?? [],
        ...(options.rateLimits && { rateLimits: options.rateLimits }),
        ...(options.executor && { executor: options.executor }),
        ...(options.overload && { overload: options.overload }),
        ...(options.rest && { rest: options.rest }),
        ...(options.metrics && { metrics: options.metrics }),
        readiness: options.readiness ?? {},
        ...(options.requestLog && { requestLog: options.requestLog }),
      }),
    (gateway) => gateway.close(),
  );
}
