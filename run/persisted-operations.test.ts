import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readManifest } from '../gateway/entrance/operation-manifest.ts';
import {
  type RunningShop,
  runShop,
  type ShopAuthenticator,
  shopkeeper,
} from '../gateway/fixtures/running-shop.ts';
import { answerBy, transports } from '../gateway/fixtures/transports.ts';
import { readEnvironment } from '../platform/config.ts';
import { embeddedParts } from './configuration.ts';
import { persistedOperations } from './persisted-operations.ts';

const home = 'query Home { me { name } }';
const operation = (id: string, body: string) => ({ id, name: 'Home', type: 'query', body });
const manifestOf = (...operations: object[]) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const notListed = {
  errors: [
    {
      message: expect.stringContaining('none of them'),
      extensions: { code: 'OPERATION_NOT_LISTED', retryable: false },
    },
  ],
};

describe('a manifest of persisted operations', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'manifest-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = (environment: Record<string, string>) =>
    persistedOperations(readEnvironment(embeddedParts, environment).frontends, environment);

  it('is read from the file that the environment names, and may be all that is run', async () => {
    const file = path.join(folder, 'manifest.json');
    await writeFile(file, manifestOf(operation('home-1', home)));
    expect(await read({})).toEqual({});
    const manifest = new Map([['home-1', home]]);
    expect(await read({ PERSISTED_OPERATIONS: file })).toEqual({ manifest, manifestOnly: false });
    expect(
      await read({
        PERSISTED_OPERATIONS: 'manifest.json',
        PERSISTED_OPERATIONS_ONLY: 'on',
        INIT_CWD: folder,
      }),
    ).toEqual({ manifest, manifestOnly: true });
  });

  it.each([
    ['is not there', undefined, 'ENOENT'],
    ['is no JSON', '{', 'it is no JSON'],
    ['is of another format', '{"format": "relay", "version": 1, "operations": []}', 'format: '],
    ['lacks a body', manifestOf({ id: 'a', name: 'A', type: 'query' }), 'operations.0.body: '],
    ['has an id twice', manifestOf(operation('a', home), operation('a', '{ me { id } }')), 'the id of Home'],
  ])('that %s keeps the hub from starting, and says why', async (name, text, why) => {
    const file = path.join(folder, `${name}.json`);
    if (text !== undefined) await writeFile(file, text);
    await expect(read({ PERSISTED_OPERATIONS: file })).rejects.toThrow(why);
  });

  it('that is missing where nothing else may be run keeps the hub from starting', () => {
    expect(() => readEnvironment(embeddedParts, { PERSISTED_OPERATIONS_ONLY: 'on' })).toThrow(
      'PERSISTED_OPERATIONS: is missing',
    );
  });

  it('with an operation that does not fit the schema keeps the hub from starting', async () => {
    const manifest = readManifest(manifestOf(operation('old', '{ me { nickname } }')));
    await expect(runShop('in process', { persistedOperations: { manifest } })).rejects.toThrow(
      'The persisted operation old cannot be run: Cannot query field "nickname"',
    );
  });
});

describe.each(transports)('a gateway for one frontend, over %s', (transport) => {
  let running: RunningShop;
  const administrator: ShopAuthenticator['authenticate'] = async ({ apiKey }) =>
    apiKey === 'the operator' ? { ...shopkeeper, scopes: ['admin'] } : shopkeeper;
  beforeAll(async () => {
    const manifest = readManifest(manifestOf(operation('home-1', home)));
    running = await runShop('in process', {
      persistedOperations: { manifest, manifestOnly: true },
      authenticator: { authenticate: administrator },
    });
  });
  afterAll(() => running.close());

  const send = (sent: object, key?: string) => answerBy(transport, running, sent, key);

  it('runs a listed operation by its id, and by its exact text', async () => {
    const data = { me: { name: 'User 0' } };
    expect(await send({ extensions: persisted('home-1') })).toEqual({ data });
    expect(await send({ query: home })).toEqual({ data });
    expect(await send({ query: home, extensions: persisted('home-1') })).toEqual({ data });
  });

  it.each([
    ['another text', { query: `${home} ` }],
    [
      'a text that is but begun alike',
      { query: `${home} query Other { users { id } }`, operationName: 'Other' },
    ],
    ['an id that is not listed', { extensions: persisted('home-2') }],
    ['nothing', {}],
    ['the schema', { query: '{ __schema { types { name } } }' }],
  ])('refuses %s', async (_, sent) => {
    expect(await send(sent)).toEqual(notListed);
  });

  it('refuses another text under a listed id', async () => {
    const { errors } = await send({ query: '{ users { id } }', extensions: persisted('home-1') });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
  });

  it('runs what the operator sends', async () => {
    expect((await send({ query: '{ users { id } }' }, 'the operator')).errors).toBeUndefined();
  });
});
