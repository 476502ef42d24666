import { platformPrincipal, type SubgraphHarness } from '../../../test/subgraph-harness.ts';

export const createApiKey =
  'mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { key apiKey { id prefix scopes lastUsedAt } } }';

/** A key that the operator makes, which may read unless `fields` says otherwise. */
export async function givenApiKey(
  hub: SubgraphHarness,
  fields: Record<string, unknown>,
): Promise<{ key: string; apiKey: { id: string; prefix: string } }> {
  const operator = platformPrincipal('admin', 'students:nik');
  const input = { name: 'LMS', scopes: ['read'], ...fields };
  const { data, errors } = await hub.call('identity', operator, createApiKey, { input });
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return data.createApiKey;
}
