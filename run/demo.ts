import { runProcess } from './process.ts';

// node dist/run/demo.js: fills the database with the demo data once, and keeps its keys in
// DATA_DIR/demo.json. PUBLIC_URL is where the graph is.
await runProcess(async (lifecycle) => {
  const { readEnvironment } = await import('../platform/config.ts');
  const { demoParts, seedParts } = await import('./configuration.ts');
  const { demoFile } = await import('./demo-file.ts');
  const { openAllSubgraphs } = await import('./one-off.ts');
  const configuration = readEnvironment({ ...seedParts, ...demoParts }, process.env);
  const { PUBLIC_URL, DATA_DIR } = configuration.demo;
  const hub = await openAllSubgraphs(lifecycle, configuration, PUBLIC_URL);
  const demo = await demoFile(DATA_DIR, `${PUBLIC_URL}/graphql`, hub);
  process.stdout.write(`${JSON.stringify(demo, null, 2)}\n`);
  await lifecycle.close();
});
