import { runProcess } from './process.ts';

// node dist/run/subgraph.js NAME: one subgraph, for a gateway in another process.
await runProcess(async (lifecycle) => {
  const { startSubgraphService } = await import('./distributed-subgraph.ts');
  await startSubgraphService(lifecycle, process.argv[2], process.env);
});
