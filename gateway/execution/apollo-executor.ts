import {
  executeQueryPlan,
  type GraphQLDataSource,
  type GraphQLDataSourceProcessOptions,
  type ServiceMap,
} from '@apollo/gateway';
import type { ExecutionResult } from 'graphql';
import type { CallContext, SubgraphCaller } from '../../platform/federation/caller.ts';
import { log } from '../../platform/log.ts';
import { isJsonObject } from './compiled/json-object.ts';
import type { Callers, ExecutionRequest, PlannedOperation } from './executor.ts';
import { planUnder } from './needed-requirements.ts';
import { nameAtSubgraph } from './required-names.ts';

type RequestContext = Parameters<typeof executeQueryPlan>[2];

/** A subgraph in the shape that `executeQueryPlan` calls. */
class CallerDataSource implements GraphQLDataSource {
  readonly #caller: SubgraphCaller;

  constructor(caller: SubgraphCaller) {
    this.#caller = caller;
  }

  async process(options: GraphQLDataSourceProcessOptions): Promise<ExecutionResult> {
    const { request, context } = options;
    return await this.#caller.execute(
      {
        query: request.query ?? '',
        variables: withRepresentations(request.variables),
        operationName: request.operationName,
        document: 'document' in options ? options.document : undefined,
      },
      context as CallContext,
    );
  }
}

/** As the plan names what is required, so does this executor; a subgraph has its own names for it. */
function withRepresentations(variables: GraphQLDataSourceProcessOptions['request']['variables']) {
  return variables?.representations
    ? { ...variables, representations: atSubgraph(variables.representations) }
    : variables;
}

function atSubgraph(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(atSubgraph);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, within]) => [nameAtSubgraph(name), atSubgraph(within)]),
  );
}

const serviceMaps = new WeakMap<Callers, ServiceMap>();

function serviceMapOf(callers: Callers): ServiceMap {
  let services = serviceMaps.get(callers);
  if (!services) {
    services = Object.fromEntries(
      Object.entries(callers).map(([name, caller]) => [name, new CallerDataSource(caller)]),
    );
    serviceMaps.set(callers, services);
  }
  return services;
}

/** Executes a plan with the executor of `@apollo/gateway`: the reference for every other. */
export async function executeWithApollo(
  planned: PlannedOperation,
  request: ExecutionRequest,
  callers: Callers,
): Promise<ExecutionResult> {
  const { supergraph, operation, fragments, plan } = planned;
  // Of the request's context `executeQueryPlan` reads these alone.
  const requestContext = {
    logger: log,
    metrics: {},
    request: { variables: request.variables },
    context: request.context,
  } as unknown as RequestContext;
  const result = await executeQueryPlan(
    planUnder(planned)?.(request.variables) ?? plan,
    serviceMapOf(callers),
    requestContext,
    { schema: supergraph.apiSchema, operation, fragments: { ...fragments } },
    supergraph.supergraphSchema,
    supergraph.api,
  );
  if (result.extensions?.valueCompletion) {
    // The client gets null, and what was wrong in `extensions`, as from Apollo's own gateway and router.
    log.warn({ valueCompletion: result.extensions.valueCompletion }, 'a subgraph broke its own schema');
  }
  return result;
}
