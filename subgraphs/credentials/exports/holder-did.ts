import type { EntityManager } from '@mikro-orm/postgresql';
import { newSeed, publicKeyOf } from '../open-badges/signing-key.ts';

/**
 * The `did:key` that stands for a student where one is asked for, made at the first time. It is a name and
 * nothing else: its private half was never kept, so that nobody can pass for the student with it.
 */
export async function holderDid(
  em: EntityManager,
  { studentId, sandbox }: { studentId: string; sandbox: boolean },
): Promise<string> {
  const connection = em.getConnection();
  const known = 'SELECT did FROM credentials.holder_dids WHERE student_id = ?';
  const [found] = await connection.execute<{ did: string }[]>(known, [studentId]);
  if (found) return found.did;
  await connection.execute(
    `INSERT INTO credentials.holder_dids (student_id, did, sandbox, created_at) VALUES (?, ?, ?, now())
     ON CONFLICT (student_id) DO NOTHING`,
    [studentId, `did:key:${await publicKeyOf(newSeed())}`, sandbox],
  );
  const [row] = await connection.execute<{ did: string }[]>(known, [studentId]);
  return (row as { did: string }).did;
}
