import { runProcess } from './process.ts';

await runProcess(async (lifecycle) => {
  const { startHub } = await import('./hub.ts');
  const { announce } = await import('./announce.ts');
  announce(await startHub(lifecycle, process.env));
});
