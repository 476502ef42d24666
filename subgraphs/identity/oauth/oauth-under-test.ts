import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Gateway, startGateway } from '../../../gateway/server.ts';
import { subgraphUrls } from '../../../gateway/supergraph.ts';
import { httpCaller } from '../../../platform/federation/http-caller.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import { identityOf } from '../../../run/definitions.ts';
import { claimPort } from '../../../run/ports.ts';
import { platformPrincipal, type SubgraphHarness, startSubgraphs } from '../../../test/subgraph-harness.ts';
import { exchange } from '../../exchange/subgraph.ts';
import { identityAt } from '../subgraph.ts';

/** A hub with its OAuth server and its front door. */
export interface OAuthUnderTest {
  hub: SubgraphHarness;
  gateway: Gateway;
  /** Where it listens, and who issues its tokens. */
  issuer: string;
  /** Makes a client of `organisationId`. */
  givenClient(organisationId: string, scopes: string[]): Promise<{ id: string; secret: string }>;
  /** An access token by client credentials. */
  givenToken(client: { id: string; secret: string }): Promise<string>;
  /** The `viewer` that the holder of a token is told of, or why it is refused. */
  viewerOf(token: string): Promise<{ viewer: unknown; code: unknown; message: string | undefined }>;
  close(): Promise<void>;
}

export async function startOAuth(): Promise<OAuthUnderTest> {
  const port = await claimPort('PORT', '127.0.0.1', 0);
  const issuer = `http://127.0.0.1:${port}`;
  const hub = await startSubgraphs([identityAt(issuer), exchange({ baseUrls: {} })]);
  const supergraphSdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
  const nowhere = subgraphUrls(supergraphSdl).map(({ name }) => [
    name,
    httpCaller({ name, url: 'http://127.0.0.1:1' }),
  ]);
  const gateway = await startGateway({
    host: '127.0.0.1',
    port,
    supergraphSdl,
    callers: { ...Object.fromEntries(nowhere), ...hub.callers },
    authenticator: identityOf(hub.subgraphs).authenticator,
    routes: hub.subgraphs.map((subgraph) => subgraph.routes),
    keyCheckMs: 100,
  });
  return {
    hub,
    gateway,
    issuer,
    async givenClient(organisationId, scopes) {
      const { data, errors } = await hub.call(
        'identity',
        platformPrincipal(),
        'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
        { input: { name: 'Partner', scopes, organisationId } },
      );
      if (errors.length > 0) throw new Error(errors[0]?.message);
      return { id: data.createOAuthClient.client.id, secret: data.createOAuthClient.secret };
    },
    async givenToken({ id, secret }) {
      const answer = await fetch(`${issuer}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: id,
          client_secret: secret,
        }),
      });
      const body = (await answer.json()) as { access_token: string };
      if (!answer.ok) throw new Error(JSON.stringify(body));
      return body.access_token;
    },
    async viewerOf(token) {
      const answer = await fetch(`${issuer}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ viewer { id kind scopes organisation { id } } }' }),
      });
      const { data, errors } = (await answer.json()) as {
        data?: { viewer: unknown };
        errors?: { message: string; extensions: { code: unknown } }[];
      };
      return { viewer: data?.viewer, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
    },
    async close() {
      await gateway.close();
      await hub.close();
    },
  };
}
