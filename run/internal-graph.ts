import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SubgraphCaller } from '../platform/federation/caller.ts';
import type { Graph } from '../platform/federation/graph.ts';
import { projectRoot } from '../platform/project-root.ts';

/**
 * The hub's graph over `callers`. It is read, and what plans its operations is loaded, when it is first
 * asked: most processes never do, and the callers are known only when all subgraphs are made.
 */
export function internalGraph(callers: () => Readonly<Record<string, SubgraphCaller>>): Graph {
  let opened: Promise<Graph> | undefined;
  const graph = () => {
    opened ??= open(callers()).catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    check: async (document, reader) => (await graph()).check(document, reader),
    run: async (query, variables, reader) => (await graph()).run(query, variables, reader),
  };
}

async function open(callers: Readonly<Record<string, SubgraphCaller>>): Promise<Graph> {
  const { InternalGraph } = await import('../gateway/internal-graph.ts');
  const sdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  return new InternalGraph(sdl, callers);
}
