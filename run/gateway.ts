import { runProcess } from './process.ts';

// node dist/run/gateway.js: the gateway over subgraphs in other processes, the hub's own or, with
// SUPERGRAPH=file, anybody's.
await runProcess(async (lifecycle) => {
  const { startGatewayProcess } = await import('./gateway-process.ts');
  const url = await startGatewayProcess(lifecycle, process.env);
  process.stdout.write(`The gateway serves ${process.env.SUPERGRAPH || 'the hub'} at ${url}/graphql.\n`);
});
