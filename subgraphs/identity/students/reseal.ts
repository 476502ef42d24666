import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { log } from '../../../platform/log.ts';
import type { SigningKeys } from '../oauth/signing-keys/signing-keys.ts';
import { Student } from './student.ts';

const batchSize = 500;

/**
 * After the encryption key was rotated, seals and indexes every NIK anew with the current one, a
 * batch at a time. Until it has come to a row, that row is not found as the same person elsewhere.
 */
export async function reseal(em: EntityManager, cipher: Cipher): Promise<number> {
  let resealed = 0;
  // An id of a key may hold an underscore, which LIKE takes for any character.
  const current = `${cipher.currentPrefix.replaceAll('_', '\\_')}%`;
  for (;;) {
    const batch = em.fork();
    const students = await batch.find(
      Student,
      { nikSealed: { $ne: null }, $not: { nikSealed: { $like: current } } },
      { filters: { fence: false }, limit: batchSize },
    );
    for (const student of students) {
      const nik = cipher.open(student.nikSealed as string);
      student.nikSealed = cipher.seal(nik);
      student.nikIndex = cipher.blindIndex(nik);
    }
    await batch.flush();
    resealed += students.length;
    if (students.length < batchSize) return resealed;
  }
}

/** Looks every hour whether a key was rotated. */
export function resealTask(em: EntityManager, cipher: Cipher, signingKeys: SigningKeys): TaskDefinition {
  return defineTask({
    name: 'identity.reseal',
    schedule: '41 * * * *',
    payload: z.object({}),
    async run() {
      const resealed = await reseal(em, cipher);
      if (resealed > 0) log.info({ resealed }, 'sealed NIKs anew with the current key');
      const keys = await signingKeys.reseal();
      if (keys > 0) log.info({ resealed: keys }, 'sealed signing keys anew with the current key');
    },
  });
}
