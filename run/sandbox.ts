import { runProcess } from './process.ts';

// node dist/run/sandbox.js: the stand-ins of the outside systems, with the secrets that the hub has: those
// that are made of SANDBOX_SECRET, or without it the ones of the environment.
await runProcess(async (lifecycle) => {
  const { readEnvironment } = await import('../platform/config.ts');
  const { standInParts } = await import('./configuration.ts');
  const { claimPort } = await import('./ports.ts');
  const { derivedSecrets, standInVariables, startStandIns } = await import('./stand-ins.ts');
  const { sandboxConfiguration } = await import('../integrations/sandbox.ts');
  const { SANDBOX_SECRET } = process.env;
  const configuration = SANDBOX_SECRET
    ? sandboxConfiguration(derivedSecrets(SANDBOX_SECRET), '')
    : process.env;
  const missing = standInVariables().filter((name) => !configuration[name]);
  const { HOST, SANDBOX_PORT, SANDBOX_SMTP_PORT, SANDBOX_PUBLIC_URL } = readEnvironment(
    standInParts,
    process.env,
    missing.map((name) => `${name}: is missing`),
  ).listening;
  const port = await claimPort('SANDBOX_PORT', HOST, SANDBOX_PORT);
  const smtpPort = await claimPort('SANDBOX_SMTP_PORT', HOST, SANDBOX_SMTP_PORT);
  await lifecycle.start(
    'stand-ins',
    () => startStandIns(configuration, { host: HOST, port, smtpPort, publicUrl: SANDBOX_PUBLIC_URL }),
    (started) => started.app.close(),
  );
});
