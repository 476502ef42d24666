import { randomBytes } from 'node:crypto';
import { sandboxConfiguration } from '../integrations/sandbox.ts';
import { derivedSecrets } from './stand-ins.ts';

// node dist/run/demo-environment.js > .env: everything that docker-compose.yml asks for, with secrets made
// up at this moment and the stand-ins (profile demo) in the place of the outside systems.

const secret = () => randomBytes(32).toString('base64url');
const sandboxSecret = secret();
const standIns = ['http://gateway:4010', 'http://localhost:4010', 'smtp://gateway:4025'] as const;

const variables = {
  PUBLIC_URL: 'http://localhost:4000',
  POSTGRES_PASSWORD: secret(),
  HUB_ENCRYPTION_KEY: secret(),
  HUB_INTERNAL_KEY: secret(),
  // The stand-ins share the gateway's network; see docker-compose.yml. They serve sandbox organisations too.
  ...sandboxConfiguration(derivedSecrets(sandboxSecret), ...standIns),
  SANDBOX_SECRET: sandboxSecret,
  SANDBOX_URL: standIns[0],
  SANDBOX_PUBLIC_URL: standIns[1],
  SANDBOX_SMTP_URL: standIns[2],
};

for (const [name, value] of Object.entries(variables)) process.stdout.write(`${name}=${value}\n`);
