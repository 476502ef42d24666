import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { defineTask, type TaskDefinition } from '../../../platform/jobs/task.ts';
import { record } from '../../../schema/events/record.ts';
import { credentialEvent } from './credential.events.ts';
import { Credential, CredentialStatus } from './credential.ts';

/** Told in one transaction. */
const pageSize = 500;

/** Each minute, tells the log of the credentials whose time is up: once for each. */
export function expiryTask(em: EntityManager): TaskDefinition {
  return defineTask({
    name: 'credentials.expire',
    schedule: '* * * * *',
    payload: z.object({}),
    async run() {
      while ((await tellSome(em.fork())) === pageSize);
    },
  });
}

function tellSome(em: EntityManager): Promise<number> {
  return em.transactional(async (tx) => {
    const rows = await tx.getConnection().execute<{ id: string }[]>(
      `SELECT id FROM credentials.credentials
       WHERE expires_at <= now() AND NOT expiry_told AND status = ? LIMIT ${pageSize} FOR UPDATE SKIP LOCKED`,
      [CredentialStatus.ACTIVE],
      'all',
      tx.getTransactionContext(),
    );
    const ids = rows.map(({ id }) => id);
    const expired = await tx.find(Credential, { id: { $in: ids } }, { filters: { fence: false } });
    for (const credential of expired) credential.expiryTold = true;
    await tx.flush();
    const caused = { actor: 'service:credentials' };
    await record(
      tx,
      ...expired.map((credential) => credentialEvent('credential.expired', credential, caused)),
    );
    return rows.length;
  });
}
