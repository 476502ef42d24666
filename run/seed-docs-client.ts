import { institution } from './demo-data.ts';
import { operator } from './seed.ts';
import { SeedGraph } from './seed-graph.ts';
import { organisationNoun } from './seed-nouns.ts';
import type { Subgraphs } from './subgraphs.ts';

/** As far as the people who sign in may go themselves. */
const scopes = ['admin', 'profile', 'email', 'courses', 'account'];

/**
 * The client as which people sign in from the documentation at `/api/docs` (authorisation code with PKCE, no secret),
 * made, or led to where the hub is now.
 *
 * @param known its id, when it was made before
 * @returns its id; null where apps cannot be led back to, such as http://hub.internal
 */
export async function seedDocsClient(
  hub: Pick<Subgraphs, 'callers'>,
  publicUrl: string,
  known: string | null,
): Promise<string | null> {
  const back = new URL('/api/docs/oauth2-redirect.html', publicUrl);
  const isLoopback = back.hostname === '127.0.0.1' || back.hostname === '[::1]';
  if (back.protocol !== 'https:' && !isLoopback) return null;
  // On one's own machine any port fits.
  if (isLoopback) back.port = '';
  const redirectUris = [back.href];
  const graph = new SeedGraph(hub.callers, operator);
  const list = '{ oauthClients(first: 1000) { nodes { id } } }';
  const { nodes } = await graph.run<{ nodes: { id: string }[] }>('identity', list);
  // Somebody may have deleted it.
  if (known !== null && nodes.some(({ id }) => id === known)) {
    const update = 'mutation($input: UpdateOAuthClientInput!) { updateOAuthClient(input: $input) { id } }';
    await graph.run('identity', update, { input: { id: known, redirectUris } });
    return known;
  }
  const organisationIds = await graph.ensure(organisationNoun, []);
  const input = {
    name: 'Dokumentasi API',
    type: 'NATIVE',
    organisationId: organisationIds.get(institution),
    scopes,
    redirectUris,
  };
  const create =
    'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { client { id } } }';
  const { client } = await graph.run<{ client: { id: string } }>('identity', create, { input });
  return client.id;
}
