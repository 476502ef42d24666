import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HubError } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import { StartError } from '../../platform/start-error.ts';
import { sendProblem } from '../problem.ts';
import type { Supergraph } from '../supergraph.ts';
import { takesJson } from './accepted-type.ts';
import { compileEndpoints, type Endpoint } from './endpoint.ts';
import type { RestSources } from './rest-document.ts';
import { type RestRun, runEndpoint } from './run-endpoint.ts';

export interface RestOptions extends RestRun {
  sources: RestSources;
  supergraph: { readonly value: Supergraph; watch(listener: (supergraph: Supergraph) => void): () => void };
}

/** The endpoints by the name of their operation, as they fit the supergraph that is being served. */
export class CurrentEndpoints {
  #endpoints = new Map<string, Endpoint>();

  /** @throws StartError when an operation does not fit the supergraph */
  constructor({ sources, supergraph }: Pick<RestOptions, 'sources' | 'supergraph'>) {
    let started = false;
    supergraph.watch((current) => {
      try {
        const endpoints = compileEndpoints(sources, current);
        this.#endpoints = new Map(endpoints.map((endpoint) => [endpoint.operation.name, endpoint]));
      } catch (error) {
        const message = `The REST interface does not fit the graph: ${(error as Error).message}`;
        if (!started) throw new StartError(message, { cause: error });
        // What was served until now goes on being asked of the graph, which says itself what it lacks.
        log.error({ err: error }, message);
      }
    });
    started = true;
  }

  get all(): readonly Endpoint[] {
    return [...this.#endpoints.values()];
  }

  /** @throws HubError UPSTREAM_UNAVAILABLE where the present supergraph has no such endpoint */
  get(name: string): Endpoint {
    const endpoint = this.#endpoints.get(name);
    if (!endpoint) throw new HubError('UPSTREAM_UNAVAILABLE');
    return endpoint;
  }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Serves the REST interface; returns its endpoints. Throws StartError when an operation does not fit the graph. */
export function serveRest(app: FastifyInstance, options: RestOptions): CurrentEndpoints {
  const endpoints = new CurrentEndpoints(options);
  app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => sendProblem(request, reply, error));
    takeJsonAlone(scope);
    for (const [path, routed] of byPath(endpoints.all)) {
      serveMethods(scope, path, routed, async (name, request, reply) =>
        runEndpoint(endpoints.get(name), options, request, reply),
      );
    }
  });
  return endpoints;
}

type Handle = (name: string, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

function serveMethods(
  scope: FastifyInstance,
  path: string,
  routed: ReadonlyMap<string, string>,
  handle: Handle,
): void {
  const served = [...routed.keys(), ...(routed.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
  const allow = served.sort().join(', ');
  for (const method of methods) {
    const name = routed.get(method === 'HEAD' ? 'GET' : method);
    scope.route({
      method,
      url: path,
      config: { runsOperations: true },
      // Before anything of the body is read.
      onRequest: (request, reply, done) => {
        if (method === 'OPTIONS') reply.code(204).header('allow', allow).send();
        else if (name === undefined) {
          reply.header('allow', allow);
          done(refusal(405, `${method} is not served here; allowed are ${allow}.`));
        } else if (takesJson(request.headers.accept)) done();
        else done(refusal(406, 'Answers are of the type application/json alone; accept it.'));
      },
      handler: (request, reply) => handle(name ?? '', request, reply),
    });
  }
}

/** The names of operations by method, by path as Fastify writes it. */
function byPath(endpoints: readonly Endpoint[]): Map<string, Map<string, string>> {
  const paths = new Map<string, Map<string, string>>();
  for (const { operation } of endpoints) {
    for (const path of operation.rest.path) {
      const url = path.replace(/\{(\w+)\}/g, ':$1');
      const routed = paths.get(url) ?? new Map<string, string>();
      if (routed.has(operation.rest.method)) throw new StartError(`Two operations are at ${path}.`);
      paths.set(url, routed.set(operation.rest.method, operation.name));
    }
  }
  return paths;
}

/** Bodies are JSON, and objects; an empty one is none. */
function takeJsonAlone(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body as string, done);
  });
}

/** A refusal whose status the catalogue does not have. */
function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
