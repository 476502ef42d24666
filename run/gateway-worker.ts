import { runProcess } from './process.ts';

// One of the processes by which a gateway with WORKERS serves; gateway.ts starts it, and nobody else.
await runProcess(async (lifecycle, end) => {
  const { serveGraph } = await import('./gateway-process.ts');
  const { joinSiblings } = await import('./workers/worker.ts');
  const { siblings } = await joinSiblings(end);
  await serveGraph(lifecycle, process.env, siblings);
});
