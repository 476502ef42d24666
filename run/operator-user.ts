import { runProcess } from './process.ts';

// node dist/run/operator-user.js E-MAIL NAME: makes somebody who runs the hub, and prints the link by which
// they set a password; it holds for seven days. It is how the first person comes to a hub, also to one
// without mail. PUBLIC_URL is where the hub is.
await runProcess(async (lifecycle) => {
  const { isEmail } = await import('class-validator');
  const { readEnvironment } = await import('../platform/config.ts');
  const { operatorParts, seedParts } = await import('./configuration.ts');
  const { StartError } = await import('../platform/start-error.ts');
  const { openAllSubgraphs } = await import('./one-off.ts');
  const { identityOf } = await import('./definitions.ts');
  const [, , email = '', ...words] = process.argv;
  const name = words.join(' ').trim();
  if (!isEmail(email) || !name) {
    throw new StartError('Say who it is: node dist/run/operator-user.js E-MAIL NAME');
  }
  const configuration = readEnvironment({ ...seedParts, ...operatorParts }, process.env);
  const { PUBLIC_URL } = configuration.publicAddress;
  const { subgraphs } = await openAllSubgraphs(lifecycle, configuration, PUBLIC_URL);
  const path = await identityOf(subgraphs).people.inviteOperator({ name, email });
  process.stdout.write(`${PUBLIC_URL}${path}\n`);
  await lifecycle.close();
});
