import { runProcess } from './process.ts';

// node dist/run/operator-key.js NAME [sandbox]: makes an API key of the hub's operator, with every scope, and
// prints it; one of the sandbox sees sandbox organisations alone. It is how the first key comes to a hub
// without demo data.
await runProcess(async (lifecycle) => {
  const { readEnvironment } = await import('../platform/config.ts');
  const { seedParts } = await import('./configuration.ts');
  const { StartError } = await import('../platform/start-error.ts');
  const { openAllSubgraphs } = await import('./one-off.ts');
  const { identityOf } = await import('./definitions.ts');
  const { Environment } = await import('../platform/environment.ts');
  const [, , name, which] = process.argv;
  if (!name || (which !== undefined && which !== 'sandbox')) {
    throw new StartError('Name the key: node dist/run/operator-key.js NAME [sandbox]');
  }
  const { subgraphs } = await openAllSubgraphs(lifecycle, readEnvironment(seedParts, process.env));
  const key = await identityOf(subgraphs).createOperatorKey(
    name,
    ['admin', 'students:nik', 'permits:all'],
    which ? Environment.SANDBOX : Environment.LIVE,
  );
  process.stdout.write(`${key}\n`);
  await lifecycle.close();
});
