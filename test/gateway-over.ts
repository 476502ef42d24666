import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Gateway, startGateway } from '../gateway/server.ts';
import { subgraphUrls } from '../gateway/supergraph.ts';
import type { Authenticator } from '../platform/auth/authenticator.ts';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import { httpCaller } from '../platform/federation/http-caller.ts';
import { projectRoot } from '../platform/project-root.ts';

/** A gateway over some of the hub's subgraphs; the others are not there. */
export async function gatewayOver(
  callers: Readonly<Record<string, SubgraphCaller>>,
  authenticator: Authenticator,
): Promise<Gateway> {
  const supergraphSdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const nowhere = subgraphUrls(supergraphSdl).map(({ name }) => [
    name,
    httpCaller({ name, url: 'http://127.0.0.1:1' }),
  ]);
  return await startGateway({
    host: '127.0.0.1',
    port: 0,
    supergraphSdl,
    callers: { ...Object.fromEntries(nowhere), ...callers },
    authenticator,
  });
}
