import { runProcess } from './process.ts';

// node dist/run/worker.js: the jobs of every subgraph, and the sequencer of the event log.
await runProcess(async (lifecycle) => {
  const { startWorkerService } = await import('./distributed-worker.ts');
  await startWorkerService(lifecycle, process.env);
});
