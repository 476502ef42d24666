import { runProcess } from './process.ts';

await runProcess(async (lifecycle) => {
  const { serveForeignSupergraph } = await import('./foreign-supergraph.ts');
  const { url } = await serveForeignSupergraph(lifecycle, process.env);
  process.stdout.write(`The gateway serves ${process.env.SUPERGRAPH} at ${url}/graphql.\n`);
});
