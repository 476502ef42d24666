import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileStoreConformance } from '../conformance.ts';
import { FolderFileStore } from '../folder/folder.ts';
import { createFileStore, storageProblems } from '../index.ts';
import { factsOf } from '../measured.ts';
import { S3FileStore } from './s3.ts';
import { createS3Sandbox, type S3Faults } from './sandbox.ts';

const credentials = {
  S3_BUCKET: 'skills-hub',
  S3_REGION: 'ap-southeast-3',
  S3_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  S3_SECRET_ACCESS_KEY: 'secret/of+the=bucket',
};

async function start(change: Partial<typeof credentials> = {}) {
  const { app, faults } = createS3Sandbox(credentials);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const S3_ENDPOINT = `http://127.0.0.1:${port}`;
  const open = (other: Partial<typeof credentials> = {}) =>
    new S3FileStore({ S3_ENDPOINT, ...credentials, ...change, ...other });
  const stores = [open()];
  return {
    faults,
    store: stores[0] as S3FileStore,
    with(other: Partial<typeof credentials>) {
      const store = open(other);
      stores.push(store);
      return store;
    },
    async close() {
      await Promise.all(stores.map((store) => store.close()));
      await app.close();
    },
  };
}

fileStoreConformance('S3', () => start());

describe('files kept in S3', () => {
  let s3: Awaited<ReturnType<typeof start>>;
  let faults: S3Faults;
  beforeAll(async () => {
    s3 = await start();
    faults = s3.faults;
  });
  afterAll(() => s3.close());
  const bytes = randomBytes(1000);

  it.each([
    ['another secret', { S3_SECRET_ACCESS_KEY: 'wrong' }],
    ['another key', { S3_ACCESS_KEY_ID: 'AKIAOTHER' }],
    ['another region', { S3_REGION: 'us-east-1' }],
    ['another bucket', { S3_BUCKET: 'not-there' }],
  ])('are refused with %s', async (_what, change) => {
    const store = s3.with(change);
    await expect(store.put('a/b', bytes, factsOf(bytes))).rejects.toMatchObject({ kind: 'REFUSED' });
    await expect(store.get('a/b')).rejects.toMatchObject({ kind: 'REFUSED' });
  });

  it('are kept after failures that pass', async () => {
    faults.statuses.push(503);
    faults.drop = 1;
    await s3.store.put('a/kept', bytes, factsOf(bytes));
    expect(await s3.store.head('a/kept')).toEqual(factsOf(bytes));
  });

  it('are UNAVAILABLE when the storage does not answer', async () => {
    faults.statuses.push(500);
    await expect(s3.store.get('a/kept')).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
    faults.drop = 1;
    await expect(s3.store.head('a/kept')).rejects.toMatchObject({ kind: 'UNAVAILABLE' });
  });
});

describe('where files are kept', () => {
  const environment = { ...credentials, S3_ENDPOINT: 'https://s3.example.org', FILES_DIR: '/files' };

  it('is the bucket when there is one, else the folder, else nowhere', () => {
    expect(createFileStore(environment)).toBeInstanceOf(S3FileStore);
    expect(createFileStore({ FILES_DIR: '/files' })).toBeInstanceOf(FolderFileStore);
    expect(createFileStore({})).toBeNull();
  });

  it('is told wrong by the names of the variables, without their values', () => {
    const problems = storageProblems({ ...environment, S3_BUCKET: 'No Bucket', S3_SECRET_ACCESS_KEY: '' });
    expect(problems).toEqual([
      expect.stringContaining('S3_BUCKET is wrong'),
      expect.stringContaining('S3_SECRET_ACCESS_KEY is missing'),
    ]);
    expect(problems.join()).not.toContain('No Bucket');
  });
});
