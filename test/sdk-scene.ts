import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { Client, type ClientOptions } from '../sdk/src/index.ts';
import { type Between, startBetween } from './between.ts';
import { ask } from './graph-request.ts';
import { type HubProcess, killLeftHubs, startHub } from './hub-process.ts';

/** An address that nobody has yet. */
export const email = () => `${randomUUID()}@siswa.example`;

/** A hub of its own with the demo data, whose institution has a program that may do everything there. */
export class SdkScene {
  dataDir!: string;
  hub!: HubProcess & { url: string };
  /** What stands between the clients and the hub. */
  between!: Between;
  credentials!: { apiKey: string; apiSecret: string };
  /** The same program's API key. */
  apiKey!: string;
  /** A learner. */
  person!: { email: string; password: string };
  client!: Client;

  /** To be called within `describe`. */
  static set(): SdkScene {
    const scene = new SdkScene();
    beforeAll(() => scene.#start(), 240_000);
    afterAll(() => scene.#end());
    return scene;
  }

  /** @param Kind the class of the client, where it is another than here */
  clientWith(options: Partial<ClientOptions> = {}, Kind = Client): Client {
    return new Kind({ ...this.credentials, baseUrl: this.between.url, backoffMs: 5, ...options });
  }

  async #start(): Promise<void> {
    this.dataDir = await mkdtemp(path.join(tmpdir(), 'hub-sdk-'));
    await chmod(this.dataDir, 0o711);
    this.hub = await startHub(this.dataDir);
    const { apiKeys, people } = JSON.parse(await readFile(path.join(this.dataDir, 'demo.json'), 'utf8'));
    this.person = people.learner;
    const graph = (key: string, query: string, variables?: Record<string, unknown>) =>
      ask(`${this.hub.url}/graphql`, key, query, variables);
    const { viewer } = await graph(apiKeys.institution, '{ viewer { organisation { id } } }');
    const input = { name: 'SDK', scopes: ['admin'], organisationId: viewer.organisation.id };
    const { createOAuthClient: made } = await graph(
      apiKeys.admin,
      'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
      { input },
    );
    this.credentials = { apiKey: made.client.id, apiSecret: made.secret };
    const { createApiKey } = await graph(
      apiKeys.admin,
      'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key } }',
      { input },
    );
    this.apiKey = createApiKey.key;
    this.between = await startBetween(this.hub.url);
    this.client = this.clientWith();
  }

  async #end(): Promise<void> {
    this.between?.breakAll();
    this.between?.server.close();
    this.hub?.kill('SIGTERM');
    await this.hub?.ended;
    killLeftHubs();
    await rm(this.dataDir, { recursive: true });
  }
}
