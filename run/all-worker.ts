import type { HubSettings } from './hub-settings.ts';
import { runProcess } from './process.ts';

// One of the processes by which a hub with WORKERS serves; all.ts starts it, and nobody else.
await runProcess(async (lifecycle, end) => {
  const { readHubVariables } = await import('./hub-settings.ts');
  const { openHubSubgraphs } = await import('./hub-subgraphs.ts');
  const { serveHub } = await import('./hub-front.ts');
  const { joinSiblings } = await import('./workers/worker.ts');
  const { settings, siblings } = await joinSiblings<HubSettings>(end);
  const variables = readHubVariables(process.env);
  const opened = await openHubSubgraphs(lifecycle, variables, process.env, settings);
  await serveHub(lifecycle, variables, process.env, settings, opened, siblings);
});
