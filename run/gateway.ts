import { runProcess } from './process.ts';

// node dist/run/gateway.js: the gateway over subgraphs in other processes, the hub's own or, with
// SUPERGRAPH=file, anybody's.
await runProcess(async (lifecycle) => {
  if (process.env.SUPERGRAPH) {
    const { serveForeignSupergraph } = await import('./foreign-supergraph.ts');
    const { url } = await serveForeignSupergraph(lifecycle, process.env);
    process.stdout.write(`The gateway serves ${process.env.SUPERGRAPH} at ${url}/graphql.\n`);
  } else {
    const { startHubGateway } = await import('./hub-gateway.ts');
    const url = await startHubGateway(lifecycle, process.env);
    process.stdout.write(`The gateway serves the hub at ${url}/graphql.\n`);
  }
});
