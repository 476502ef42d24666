import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { executors } from '../gateway/execution/executors.ts';
import { generousLimits } from '../gateway/limits.ts';
import { type Gateway, startGateway } from '../gateway/server.ts';
import { subgraphUrls } from '../gateway/supergraph.ts';
import { portVariable, readEnvironment } from '../platform/config.ts';
import { httpCaller } from '../platform/federation/http-caller.ts';
import { StartError } from '../platform/start-error.ts';
import { execution } from './configuration.ts';
import { HandedOn } from './handed-on.ts';
import type { Lifecycle } from './lifecycle.ts';
import { claimPort, loopback } from './ports.ts';
import type { Siblings } from './workers/siblings.ts';

const variables = {
  gateway: z.object({
    /** A file with a composed Federation 2 supergraph, whose subgraphs have their URLs in it. */
    SUPERGRAPH: z.string(),
    PORT: portVariable.default(4000),
  }),
  execution,
};

/**
 * Serves somebody else's supergraph over its subgraphs: nobody is authenticated, which is left to the
 * subgraphs, so it listens on loopback alone, whatever HOST says. They are handed the caller's `Authorization`
 * with every query and mutation, and nothing else of who is asking.
 *
 * @param siblings absent when no other process serves at this port
 * @throws ConfigError, StartError
 */
export async function serveForeignSupergraph(
  lifecycle: Lifecycle,
  environment: Readonly<Record<string, string | undefined>>,
  siblings?: Siblings,
): Promise<Gateway> {
  const {
    gateway: { SUPERGRAPH: file, PORT },
    execution: { EXECUTOR },
  } = readEnvironment(variables, environment);
  const host = loopback;
  const port = siblings?.port ?? (await claimPort('PORT', host, PORT));
  // npm moves to the project's folder; a relative path is meant from where it was called.
  const from = environment.INIT_CWD ?? process.cwd();
  const supergraphSdl = await readFile(path.resolve(from, file), 'utf8').catch((error: Error) => {
    throw new StartError(`SUPERGRAPH: ${file} cannot be read (${error.message}).`, { cause: error });
  });
  const urls = readUrls(file, supergraphSdl);
  const handedOn = new HandedOn();
  const callers = await lifecycle.start(
    'connections to subgraphs',
    () =>
      Object.fromEntries(
        urls.map(({ name, url }) => [
          name,
          httpCaller({ name, url, authorizationOf: (principal) => handedOn.of(principal) }),
        ]),
      ),
    async (opened) => {
      await Promise.all(Object.values(opened).map((caller) => caller.close()));
    },
  );
  return await lifecycle.start(
    'gateway',
    () =>
      startGateway({
        host,
        port,
        supergraphSdl,
        callers,
        authenticator: handedOn,
        limits: generousLimits,
        foreignSubgraphs: true,
        executor: executors[EXECUTOR],
        ...(siblings && { metrics: siblings.metrics, readiness: siblings.readiness }),
      }).catch((error: Error) => {
        throw new StartError(`SUPERGRAPH: ${file} cannot be served (${error.message}).`, { cause: error });
      }),
    (gateway) => gateway.close(),
  );
}

function readUrls(file: string, sdl: string): readonly { name: string; url: string }[] {
  try {
    const urls = subgraphUrls(sdl);
    const without = urls.filter(({ url }) => !/^https?:\/\//.test(url));
    if (without.length === 0) return urls;
    throw new Error(`it has no http address for ${without.map(({ name }) => name).join(', ')}`);
  } catch (error) {
    const { message } = error as Error;
    throw new StartError(`SUPERGRAPH: ${file} cannot be served: ${message}.`, { cause: error });
  }
}
