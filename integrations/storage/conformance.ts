import { randomBytes, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { factsOf } from './measured.ts';
import type { FileStore } from './port.ts';

export interface FileStoreUnderTest {
  store: FileStore;
  close(): Promise<void>;
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What every store of files must do for the hub, wherever it keeps them. */
export function fileStoreConformance(name: string, start: () => Promise<FileStoreUnderTest>): void {
  describe(`files kept in ${name}`, () => {
    let underTest: FileStoreUnderTest;
    let store: FileStore;
    beforeAll(async () => {
      underTest = await start();
      store = underTest.store;
    });
    afterAll(() => underTest.close());
    const newKey = () => `permits/${randomUUID()}/signed.pdf`;
    const read = async (key: string) => {
      const file = await store.get(key);
      return file && { size: file.size, sha256: file.sha256, bytes: await buffer(file.body) };
    };

    it('come back byte by byte, with size and SHA-256', async () => {
      const [key, bytes] = [newKey(), randomBytes(300_000)];
      await store.put(key, bytes, factsOf(bytes));
      expect(await read(key)).toEqual({ ...factsOf(bytes), bytes });
      expect(await store.head(key)).toEqual(factsOf(bytes));
    });

    it('are taken as they stream in', async () => {
      const [key, bytes] = [newKey(), randomBytes(1_000_000)];
      await store.put(key, inPieces(bytes, 7_919), factsOf(bytes));
      expect((await read(key))?.bytes.equals(bytes)).toBe(true);
    });

    it('may be empty', async () => {
      const key = newKey();
      await store.put(key, new Uint8Array(), factsOf(new Uint8Array()));
      expect(await store.head(key)).toEqual(factsOf(new Uint8Array()));
    });

    it('are replaced whole by a later one', async () => {
      const [key, first, second] = [newKey(), randomBytes(5000), randomBytes(10)];
      await store.put(key, first, factsOf(first));
      await store.put(key, second, factsOf(second));
      expect((await read(key))?.bytes).toEqual(second);
    });

    it('are null when they are not there, and when they were deleted', async () => {
      const [key, bytes] = [newKey(), randomBytes(10)];
      expect(await store.get(key)).toBeNull();
      expect(await store.head(key)).toBeNull();
      await store.put(key, bytes, factsOf(bytes));
      await store.delete(key);
      await store.delete(key);
      expect(await store.get(key)).toBeNull();
    });

    it.each([
      ['too few', 10, 11],
      ['too many', 12, 11],
    ])('are kept not at all when there are %s bytes', async (_what, sent, announced) => {
      const [key, bytes] = [newKey(), randomBytes(sent)];
      const facts = { ...factsOf(bytes), size: announced };
      await expect(store.put(key, inPieces(bytes, 4), facts)).rejects.toMatchObject({ kind: 'MISMATCH' });
      expect(await store.head(key)).toBeNull();
    });

    it('are kept not at all when they are other bytes, and leave what was there', async () => {
      const [key, bytes, other] = [newKey(), randomBytes(100), randomBytes(100)];
      await store.put(key, bytes, factsOf(bytes));
      await expect(store.put(key, other, factsOf(bytes))).rejects.toMatchObject({ kind: 'MISMATCH' });
      expect((await read(key))?.bytes).toEqual(bytes);
    });

    it('are kept not at all when their stream breaks off', async () => {
      const key = newKey();
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield randomBytes(10);
        throw new Error('the client left');
      }
      await expect(store.put(key, broken(), { ...factsOf(randomBytes(20)), size: 20 })).rejects.toThrow();
      expect(await store.head(key)).toBeNull();
    });

    it.each([
      '../outside',
      'a/../../b',
      '/etc/passwd',
      'a//b',
      'a/./b',
      '.incoming/x',
      'a\\b',
      'a/b\0',
      'Ä',
      '',
      'a'.repeat(513),
    ])('have no key such as %j', async (key) => {
      const bytes = randomBytes(1);
      for (const attempt of [
        () => store.put(key, bytes, factsOf(bytes)),
        () => store.get(key),
        () => store.head(key),
        () => store.delete(key),
      ])
        await expect(attempt()).rejects.toMatchObject({ kind: 'INVALID_KEY' });
    });

    it('of the same key that are written at once end up as one of them', async () => {
      const key = newKey();
      const all = Array.from({ length: 8 }, () => randomBytes(20_000));
      await Promise.all(all.map((bytes) => store.put(key, bytes, factsOf(bytes))));
      const kept = await read(key);
      expect(all.some((bytes) => kept?.bytes.equals(bytes))).toBe(true);
      expect(kept).toMatchObject(factsOf(kept?.bytes as Buffer));
    });
  });
}
