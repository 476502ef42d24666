import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileStoreConformance } from '../conformance.ts';
import { factsOf } from '../measured.ts';
import { FolderFileStore } from './folder.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'files-'));
});
afterAll(() => rm(root, { recursive: true }));

fileStoreConformance('a folder', async () => ({
  store: new FolderFileStore(path.join(root, 'conformance')),
  close: async () => {},
}));

describe('a folder of files', () => {
  it('holds nothing of what was refused', async () => {
    const folder = path.join(root, 'refused');
    const store = new FolderFileStore(folder);
    const bytes = randomBytes(10);
    await expect(store.put('a/b', bytes, { ...factsOf(bytes), size: 11 })).rejects.toThrow();
    expect(await readdir(path.join(folder, '.incoming'))).toEqual([]);
    expect(await readdir(path.join(folder, 'a'))).toEqual([]);
  });

  it('tells of a file that somebody has changed', async () => {
    const folder = path.join(root, 'changed');
    const store = new FolderFileStore(folder);
    const bytes = randomBytes(10);
    await store.put('a/b', bytes, factsOf(bytes));
    await writeFile(path.join(folder, 'a', 'b'), 'something else');
    expect((await store.head('a/b'))?.sha256).not.toBe(factsOf(bytes).sha256);
  });

  it('is UNAVAILABLE when it cannot be written', async () => {
    const file = path.join(root, 'no-folder');
    await writeFile(file, '');
    const bytes = randomBytes(1);
    await expect(new FolderFileStore(file).put('a', bytes, factsOf(bytes))).rejects.toMatchObject({
      kind: 'UNAVAILABLE',
    });
  });
});
