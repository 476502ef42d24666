import { execFile } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type * as Sdk from '../sdk/src/index.ts';
import { Browser } from '../subgraphs/identity/oauth/browser-under-test.ts';
import { eventually } from './graph-request.ts';
import { type IntegrationGuide, readGuide } from './integration-guide.ts';
import type { Data } from './subgraph-harness.ts';

interface Played {
  /** As `require` gives it. */
  sdk: typeof Sdk;
  hubUrl: string;
  /** Of the institution. */
  client: Sdk.Client;
  /** Who signs in. */
  person: { email: string; password: string };
}

/** What `playApps` comes to where everything is as the guide says. */
export const appsOutcome = {
  created: 6,
  slowly: true,
  kept: ['XI', 'XI'],
  handled: ['student.created'],
  forged: 'Invalid signature',
  user: { email: 'siti.rahmawati@siswa.example', name: 'Siti Rahmawati' },
  ledTo: '/dashboard',
  sandbox: { environment: 'SANDBOX', organisation: { name: 'LPK Uji Coba' } },
};

const require = createRequire(import.meta.url);
const callback = 'https://yourapp.example/auth/callback';

/** Runs the snippets of the guide for whoever writes an app of their own, and tells what has come of them. */
export async function playApps(played: Played): Promise<typeof appsOutcome> {
  const guide = await readGuide({ 'https://hub.example': played.hubUrl });
  return {
    ...(await limits(guide, played)),
    ...(await webhook(guide, played)),
    ...(await signIn(guide, played)),
    ...(await sandbox(guide, played)),
  };
}

async function limits(guide: IntegrationGuide, { client }: Played) {
  const create = await guide.run("require('bottleneck')", { client, require }, 'createStudent');
  const begun = performance.now();
  const created: Data[] = await Promise.all(
    Array.from({ length: appsOutcome.created }, (_, each) =>
      create({ name: `Batas ${each}`, email: `batas-${each}@siswa.example`, grade: 'XI' }),
    ),
  );
  const slowly = performance.now() - begun > (created.length - 1) * 95;
  const get = await guide.run("require('node-cache')", { client, require }, 'getStudent');
  const [{ id }] = created as [Data];
  const kept = [(await get(id)).grade];
  await client.students.update(id, { grade: 'XII' });
  kept.push((await get(id)).grade);
  return { created: created.length, slowly, kept };
}

async function webhook(guide: IntegrationGuide, { client }: Played) {
  const environment = { WEBHOOK_SECRET: '' };
  const handled: string[] = [];
  const given = {
    require,
    process: { env: environment },
    handleEvent: ({ event }: { event: string }) => handled.push(event),
  };
  const app = (await guide.run("createHmac('sha256'", given, 'app')) as unknown as RequestListener;
  const server = createServer(app);
  const origin = await listening(server);
  try {
    const url = `${origin}/webhooks/skillpassport`;
    const { id, secret } = await client.webhooks.create({
      name: 'Express',
      url,
      events: ['student.created'],
    });
    environment.WEBHOOK_SECRET = secret;
    await client.students.create({ name: 'Terdengar', email: 'terdengar@siswa.example' });
    await eventually(() => handled.length > 0, 'the app is told');
    await client.webhooks.delete(id);
    const own = await readGuide({ 'https://yourapp.example': origin });
    const { stdout } = await promisify(execFile)('sh', ['-c', own.command('test_signature')]);
    return { handled, forged: stdout };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function signIn(guide: IntegrationGuide, { client, hubUrl, person }: Played) {
  const made = await client.graphql<Data>(
    `mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }`,
    {
      input: {
        name: 'Papan Belajar',
        type: 'WEB',
        scopes: ['profile', 'email', 'courses'],
        redirectUris: [callback],
        requiresPkce: false,
      },
    },
  );
  const led: string[] = [];
  const res = { redirect: (address: string) => led.push(address) };
  let handle = async (_request: object, _response: object): Promise<void> => {};
  await guide.run('Step 1: Redirect to authorization', {
    CLIENT_ID: made.createOAuthClient.client.id,
    CLIENT_SECRET: made.createOAuthClient.secret,
    REDIRECT_URI: callback,
    res,
    app: {
      get: (_: string, handler: typeof handle) => {
        handle = handler;
      },
    },
  });
  const browser = new Browser(hubUrl);
  const page = await browser.open(new URL(led.shift() ?? '').href);
  const consent = await browser.send(page, { ...person, decision: 'sign-in' });
  const back = await browser.send(consent, { decision: 'allow' });
  const session: { user?: Data } = {};
  await handle({ query: Object.fromEntries(new URL(back.url).searchParams), session }, res);
  const { email, name } = session.user ?? {};
  return { user: { email, name }, ledTo: led[0] ?? '' };
}

async function sandbox(guide: IntegrationGuide, { sdk, hubUrl }: Played) {
  // As the hosts of the other snippets: a hub on this machine at another port than its usual one.
  const skillpassport = { ...sdk, Client: atSandbox(sdk, hubUrl) };
  const client: Sdk.Client = (await guide.run("'test_key'", { skillpassport }, 'client')) as Sdk.Client;
  await client.students.create({ name: 'Siswa Coba', email: 'coba@siswa.example' });
  const { viewer } = await client.graphql<Data>('{ viewer { environment organisation { name } } }');
  return { sandbox: viewer };
}

/** `Client`, where the sandbox is at `hubUrl`. */
function atSandbox({ Client }: typeof Sdk, hubUrl: string): typeof Sdk.Client {
  return class extends Client {
    constructor(options: Sdk.ClientOptions) {
      if (options.environment !== 'sandbox') throw new Error('elsewhere');
      super({ ...options, baseUrl: hubUrl });
    }
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
