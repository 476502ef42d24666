import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { until } from '../../../gateway/fixtures/websocket-client.ts';
import { type Gateway, startGateway } from '../../../gateway/server.ts';
import { subgraphUrls } from '../../../gateway/supergraph.ts';
import type { Authenticator } from '../../../platform/auth/authenticator.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { openOrm } from '../../../platform/db/orm.ts';
import { httpCaller } from '../../../platform/federation/http-caller.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import type { RequestEntry } from '../../../platform/request-log/request-entry.ts';
import { identityOf } from '../../../run/definitions.ts';
import { claimPort } from '../../../run/ports.ts';
import {
  type Data,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import { exchange } from '../../exchange/subgraph.ts';
import { givenOrganisation, givenPerson } from '../fixtures.ts';
import { Organisation } from '../organisations/organisation.ts';
import { identityAt } from '../subgraph.ts';
import { User } from '../users/user.ts';
import { Revocation, revokeTokensOfUser } from './access-tokens/revocations.ts';
import { OAuthClient } from './clients/oauth-client.ts';
import { OAuthGrant } from './grants/oauth-grant.ts';
import { Interaction } from './sessions/interaction.ts';
import { SignInSession } from './sessions/sign-in-session.ts';

/** A hub with its OAuth server and its front door. */
export interface OAuthUnderTest {
  hub: SubgraphHarness;
  gateway: Gateway;
  /** Where it listens, and who issues its tokens. */
  issuer: string;
  authenticator: Authenticator;
  /** What stands in the request log, oldest first. */
  logged: RequestEntry[];
  /** Makes a client of `organisationId`. */
  givenClient(organisationId: string, scopes: string[]): Promise<{ id: string; secret: string }>;
  /** Makes an app that people sign in to. */
  givenApp(app: {
    organisationId: string;
    type?: 'WEB' | 'NATIVE';
    scopes?: string[];
    redirectUris?: string[];
    postLogoutRedirectUris?: string[];
    requiresPkce?: boolean;
    name?: string;
    /** Who makes it; the operator when absent. */
    operator?: Principal;
  }): Promise<App>;
  /** An access token by client credentials. */
  givenToken(client: { id: string; secret: string }): Promise<string>;
  /** The `viewer` that the holder of a token is told of, or why it is refused. */
  viewerOf(token: string): Promise<{ viewer: unknown; code: unknown; message: string | undefined }>;
  /** What the graph answers to the holder of a token. */
  ask(
    token: string,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<{ data: Data; codes: unknown[]; messages: string[] }>;
  /** Waits until a token is refused as revoked: five seconds at most, and a last look after that. */
  refusedSoon(token: string): Promise<void>;
  /** Deletes an app as the operator does. */
  deleteApp(app: App): Promise<void>;
  /** Ends everything that a person has signed in to. */
  endAllOf(userId: string): Promise<void>;
  close(): Promise<void>;
}

/** An app that people sign in to. */
export interface App {
  id: string;
  /** Null for one on people's devices. */
  secret: string | null;
  redirectUri: string;
}

/** A school, a person of it and two of its apps, before a running OAuth server. */
export async function startOAuthWithApps(email: string) {
  const hub = await startOAuth();
  const school = await givenOrganisation(hub.hub);
  const person = await givenPerson(hub.hub, { email, organisationId: school });
  const web = await hub.givenApp({ organisationId: school });
  const native = await hub.givenApp({ organisationId: school, type: 'NATIVE' });
  return { hub, school, person, web, native };
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
  const logged: RequestEntry[] = [];
  const gateway = await startGateway({
    callingOrigins: ['https://app.example'],
    requestLog: { add: (entry) => logged.push(entry) },
    host: '127.0.0.1',
    port,
    supergraphSdl,
    callers: { ...Object.fromEntries(nowhere), ...hub.callers },
    authenticator: identityOf(hub.subgraphs).authenticator,
    routes: hub.subgraphs.map((subgraph) => subgraph.routes),
    keyCheckMs: 100,
  });
  const orm = await openOrm({
    url: hub.databaseUrl,
    entities: [Organisation, User, OAuthClient, OAuthGrant, SignInSession, Interaction, Revocation],
  });
  const under: OAuthUnderTest = {
    hub,
    gateway,
    issuer,
    logged,
    authenticator: identityOf(hub.subgraphs).authenticator,
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
    async givenApp({ organisationId, type = 'WEB', operator = platformPrincipal(), ...app }) {
      const input = {
        name: 'Papan Belajar',
        scopes: ['profile', 'email', 'courses', 'read', 'write', 'account', 'offline_access'],
        redirectUris: [type === 'WEB' ? 'https://app.example/callback' : 'http://127.0.0.1/callback'],
        ...app,
        type,
        organisationId,
      };
      const { data, errors } = await hub.call(
        'identity',
        operator,
        'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
        { input },
      );
      if (errors.length > 0) throw new Error(errors[0]?.message);
      const { secret, client } = data.createOAuthClient;
      return { id: client.id, secret, redirectUri: String(input.redirectUris[0]) };
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
    async ask(token, query, variables) {
      const answer = await fetch(`${issuer}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors = [] } = (await answer.json()) as {
        data?: Data;
        errors?: { message: string; extensions: { code: unknown } }[];
      };
      return {
        data,
        codes: errors.map(({ extensions }) => extensions.code),
        messages: errors.map(({ message }) => message),
      };
    },
    async viewerOf(token) {
      const answer = await under.ask(token, '{ viewer { id kind scopes organisation { id } } }');
      return { viewer: answer.data?.viewer, code: answer.codes[0], message: answer.messages[0] };
    },
    refusedSoon: (token) =>
      until(async () => (await under.viewerOf(token)).message === 'The access token was revoked.', 5_000),
    async deleteApp({ id }) {
      const { errors } = await hub.call(
        'identity',
        platformPrincipal(),
        'mutation($id: ID!) { deleteOAuthClient(input: { id: $id }) { id } }',
        { id },
      );
      if (errors.length > 0) throw new Error(errors[0]?.message);
    },
    endAllOf: (userId) => orm.em.fork().transactional((em) => revokeTokensOfUser(em, userId)),
    async close() {
      await orm.close();
      await gateway.close();
      await hub.close();
    },
  };
  return under;
}
