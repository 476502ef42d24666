import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createEuropass } from '../../integrations/europass/europass.ts';
import { createLinkedIn } from '../../integrations/linkedin/linkedin.ts';
import { createSandbox, sandboxConfiguration } from '../../integrations/sandbox.ts';
import { createSiplatih } from '../../integrations/siplatih/siplatih.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import { type Answer, type Data, learnerPrincipal } from '../../test/subgraph-harness.ts';
import type { ExitOptions } from './exits.ts';
import { type CredentialStage, startCredentials } from './fixtures.ts';
import type { CredentialsOptions } from './subgraph.ts';

type System = 'siplatih' | 'linkedin' | 'europass';

/** A credential and the learner who holds it. */
export interface Held {
  credentialId: string;
  studentId: string;
  holder: Principal;
}

/** Credentials with the stand-ins of all the systems that they are taken to. */
export interface ExitStage extends CredentialStage {
  givenHeld(fields?: { credential?: object; student?: object }): Promise<Held>;
  /** The same, of a learner whose LinkedIn is connected. */
  givenConnected(): Promise<Held>;
  /** What LinkedIn’s stand-in has of a credential. */
  onLinkedIn(held: Held): Promise<{ kind: string; text: string }[]>;
  /** The exports of a credential as `as` sees them. */
  exportsOf(as: Principal, credentialId: string): Promise<{ destination: string; status: string }[]>;
  /** Connects the learner’s LinkedIn as a browser does. */
  connect(learner: Principal, change?: Partial<Visit>): Promise<Response>;
  /** Runs one of the exits’ mutations. */
  take(as: Principal, mutation: string, input: object): Promise<Answer>;
  /** The export once it has `status`; fails when that takes too long. */
  exportWhen(as: Principal, id: string, status: string): Promise<Data>;
  /** Scripts a fault of a stand-in. */
  fault(system: System, fault: object): Promise<void>;
  control(system: System, path: string): Promise<Data>;
  /** What a stand-in has seen. */
  look(system: System, path: string): Promise<Data>;
}

/** What a browser does on the way, and where it differs from what it should. */
export interface Visit {
  decision: 'allow' | 'cancel';
  member: string;
  cookie: string | null;
  state: string;
  callback: string;
}

const secret = (name: string) => `secret-of-${name}`;

const inputs: Record<string, string> = {
  addCredentialToLinkedIn: 'AddCredentialToLinkedInInput',
  shareCredentialOnLinkedIn: 'ShareCredentialOnLinkedInInput',
};

const selection = `id destination status attempts externalId externalStatus url qrCode comment language succeededAt
  nextAttemptAt failure { code message } credential { id }`;

export async function startExits(
  options: Omit<ExitOptions, System> = {},
  named: Pick<CredentialsOptions, 'credentialsUrl'> = {},
): Promise<ExitStage> {
  const app: FastifyInstance = createSandbox({ configuration: sandboxConfiguration(secret, '') });
  const sandbox = await app.listen({ host: '127.0.0.1', port: 0 });
  const environment = sandboxConfiguration(secret, sandbox);
  const http = new HttpClient();
  const stage = await startCredentials({
    ...named,
    exits: {
      siplatih: createSiplatih(environment, http),
      linkedin: createLinkedIn(environment, http),
      europass: createEuropass(environment, http),
      ...options,
    },
  });
  const { hub } = stage;

  const post = async (system: System, path: string, body: object = {}) => {
    const answer = await fetch(`${sandbox}/${system}/_control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };

  const givenHeld: ExitStage['givenHeld'] = async ({ credential: input = {}, student = {} } = {}) => {
    const nik = `${randomInt(110_000, 990_000)}010101${randomInt(1_000, 10_000)}`;
    const credential = await stage.givenCredential(input, { nik, ...student });
    const studentId = credential.student.id;
    const holder = learnerPrincipal([studentId], [stage.organisationId], 'read', 'credentials:share');
    return { credentialId: credential.id, studentId, holder };
  };

  const connect: ExitStage['connect'] = async (learner, change = {}) => {
    const { data, errors } = await hub.call('credentials', learner, 'mutation { connectLinkedIn { url } }');
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return travel(data.connectLinkedIn.url, change);
  };

  return {
    ...stage,
    givenHeld,
    connect,
    async givenConnected() {
      const held = await givenHeld();
      const page = await connect(held.holder);
      if (page.status !== 200) throw new Error(await page.text());
      return held;
    },
    async onLinkedIn({ credentialId }) {
      const { entries } = (await (await fetch(`${sandbox}/linkedin/_control/entries`)).json()) as Data;
      return entries.filter(({ url }: { url: string }) => url.endsWith(credentialId));
    },
    async exportsOf(as, credentialId) {
      const query = 'query($id: ID!) { credential(id: $id) { exports { nodes { destination status } } } }';
      const { data } = await hub.call('credentials', as, query, { id: credentialId });
      return data.credential?.exports.nodes;
    },
    take(as, mutation, input) {
      const type = inputs[mutation] ?? 'ExportCredentialInput';
      const query = `mutation($input: ${type}!) { ${mutation}(input: $input) { ${selection} } }`;
      return hub.call('credentials', as, query, { input });
    },
    async exportWhen(as, id, status) {
      const query = `query($id: ID!) { credentialExport(id: $id) { ${selection} } }`;
      for (const deadline = Date.now() + 90_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
        const { data, errors } = await hub.call('credentials', as, query, { id });
        if (data?.credentialExport?.status === status) return data.credentialExport;
        if (Date.now() > deadline)
          throw new Error(`Never ${status}: ${JSON.stringify(data?.credentialExport ?? errors)}`);
      }
    },
    async fault(system, fault) {
      await post(system, 'faults', fault);
    },
    control: post,
    look: async (system, path) => (await fetch(`${sandbox}/${system}/_control/${path}`)).json() as Data,
    async close() {
      await stage.close();
      await http.close();
      await app.close();
    },
  };
}

/** Follows the one-time address to LinkedIn’s page of consent, decides there, and comes back. */
export async function travel(oneTimeUrl: string, change: Partial<Visit> = {}): Promise<Response> {
  const departed = await fetch(oneTimeUrl, { redirect: 'manual' });
  return departed.status === 302 ? goToLinkedIn(departed.headers, change) : departed;
}

/** Goes on where the headers of a departure lead, decides there, and comes back. */
export async function goToLinkedIn(departed: Headers, change: Partial<Visit> = {}): Promise<Response> {
  const consent = new URL(departed.get('location') ?? '');
  const cookie = departed.get('set-cookie')?.split(';')[0] ?? '';
  const { decision = 'allow', member = 'Siti R' } = change;
  const decided = await fetch(`${consent.origin}${consent.pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ ...Object.fromEntries(consent.searchParams), decision, member }),
    redirect: 'manual',
  });
  const back = new URL(decided.headers.get('location') ?? '');
  if (change.state !== undefined) back.searchParams.set('state', change.state);
  if (change.callback !== undefined) back.pathname = change.callback;
  const carried = change.cookie === undefined ? cookie : change.cookie;
  return fetch(back, { redirect: 'manual', headers: carried ? { cookie: carried } : {} });
}
