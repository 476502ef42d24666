import type { EntityManager } from '@mikro-orm/postgresql';
import type { Scope } from '../../../platform/auth/scopes.ts';
import { Environment } from '../../../platform/environment.ts';
import { record } from '../../../schema/events/record.ts';
import { newApiKey } from './api-key.secret.ts';
import { ApiKey } from './api-key.ts';

/**
 * Makes a key of the hub's operator, which belongs to no organisation, and returns it; it cannot be had
 * again. For whoever runs the hub: the graph makes keys of organisations and learners only, and nobody
 * could make the first one there. One of the sandbox sees and makes sandbox organisations alone, and any
 * other sees none of them. `em` is not fenced.
 */
export async function createOperatorKey(
  em: EntityManager,
  name: string,
  scopes: readonly Scope[],
  environment: Environment = Environment.LIVE,
): Promise<string> {
  const { key, prefix, keyHash } = await newApiKey();
  const apiKey = Object.assign(new ApiKey(), {
    name,
    prefix,
    keyHash,
    scopes: [...scopes],
    sandbox: environment === Environment.SANDBOX,
  });
  await em.fork().transactional(async (tx) => {
    tx.persist(apiKey);
    await tx.flush();
    await record(tx, {
      type: 'api_key.created',
      subject: { type: 'ApiKey', id: apiKey.id },
      audience: [],
      data: { api_key_id: apiKey.id, name, prefix },
      actor: 'service:operator',
    });
  });
  return key;
}
