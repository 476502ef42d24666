import type { EntityManager } from '@mikro-orm/postgresql';
import type { Scope } from '../../../../platform/auth/scopes.ts';
import { record } from '../../../../schema/events/record.ts';
import { newClientSecret } from './client-secret.ts';
import { OAuthClient } from './oauth-client.ts';
import { OAuthClientType } from './oauth-client-type.ts';

/** With what everybody can call a hub that runs on their own machine, as partners' guides show it. */
export const testCredentials = { id: 'test_key', secret: 'test_secret' } as const;

/** Of the client that is meant by it, in every hub that has one. */
export const testClientId = '01900000-0000-7000-8000-0000007e5700';

/** Nothing by which data leave the hub or others are let in: everybody knows the secret. */
const scopes: Scope[] = ['read', 'write'];

/**
 * Makes the client that `test_key` means, of an organisation of the sandbox, unless it is there. Its row has a secret
 * that nobody knows: only where the OAuth server is told to know `test_key` is the client of use. `em` is not fenced.
 */
export async function createTestClient(em: EntityManager, organisationId: string): Promise<void> {
  const { secretHash } = await newClientSecret();
  await em.fork().transactional(async (tx) => {
    if ((await tx.count(OAuthClient, { id: testClientId }, { filters: { fence: false } })) > 0) return;
    const client = Object.assign(new OAuthClient(), {
      id: testClientId,
      organisationId,
      type: OAuthClientType.MACHINE,
      name: testCredentials.id,
      secretHash,
      secretChangedAt: new Date(),
      scopes,
    });
    tx.persist(client);
    await tx.flush();
    await record(tx, {
      type: 'oauth_client.created',
      subject: { type: 'OAuthClient', id: client.id },
      audience: [organisationId],
      data: { client_id: client.id, name: client.name },
      actor: 'service:seed',
    });
  });
}
