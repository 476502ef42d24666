import { randomBytes } from 'node:crypto';
import { sandboxConfiguration } from '../integrations/sandbox.ts';

// node dist/run/demo-environment.js > .env: everything that docker-compose.yml asks for, with secrets made
// up at this moment and the stand-ins (profile demo) in the place of the outside systems.

const secret = () => randomBytes(32).toString('base64url');

const variables = {
  PUBLIC_URL: 'http://localhost:4000',
  POSTGRES_PASSWORD: secret(),
  HUB_ENCRYPTION_KEY: secret(),
  HUB_INTERNAL_KEY: secret(),
  // The stand-ins share the gateway's network; see docker-compose.yml.
  ...sandboxConfiguration(secret, 'http://gateway:4010', 'http://localhost:4010', 'smtp://gateway:4025'),
};

for (const [name, value] of Object.entries(variables)) process.stdout.write(`${name}=${value}\n`);
