import { ApolloClient, gql, HttpLink, InMemoryCache, split } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import { eventually } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';

/** What a subscription has brought so far. */
export interface Watch {
  heard: Data[];
  /** The first message that `wanted` fits; fails when it does not come in time, or when the subscription failed. */
  until(wanted: (message: Data) => boolean, what: string): Promise<Data>;
  end(): void;
}

/** A program that uses the hub as most will: Apollo Client over HTTP, with graphql-ws for what is live. */
export class HubClient {
  readonly #client: ApolloClient;
  readonly #socket: ReturnType<typeof createClient>;

  constructor(graphqlUrl: string, apiKey: string) {
    this.#socket = createClient({
      url: graphqlUrl.replace(/^http/, 'ws'),
      connectionParams: { 'X-API-Key': apiKey },
      retryAttempts: 0,
    });
    this.#client = new ApolloClient({
      link: split(
        ({ query }) => {
          const definition = getMainDefinition(query);
          return 'operation' in definition && definition.operation === 'subscription';
        },
        new GraphQLWsLink(this.#socket),
        new HttpLink({ uri: graphqlUrl, headers: { 'X-API-Key': apiKey } }),
      ),
      cache: new InMemoryCache(),
      defaultOptions: { query: { fetchPolicy: 'network-only' } },
    });
  }

  async query(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    return (await this.#client.query<Data>({ query: gql(query), variables })).data;
  }

  /** Runs a mutation of one field and returns that field. */
  async mutate(mutation: string, input: object): Promise<Data> {
    const { data } = await this.#client.mutate<Data>({ mutation: gql(mutation), variables: { input } });
    return Object.values(data)[0];
  }

  /** Subscribes to one field and keeps what it brings. */
  watch(subscription: string, variables: Record<string, unknown> = {}): Watch {
    const heard: Data[] = [];
    const failures: unknown[] = [];
    const running = this.#client.subscribe<Data>({ query: gql(subscription), variables }).subscribe({
      next: ({ data, error }) => (error ? failures.push(error) : heard.push(Object.values(data)[0])),
      error: (error) => failures.push(error),
    });
    return {
      heard,
      until: (wanted, what) =>
        eventually(() => {
          if (failures.length > 0) throw failures[0];
          return heard.find(wanted);
        }, what),
      end: () => running.unsubscribe(),
    };
  }

  async close(): Promise<void> {
    this.#client.stop();
    await this.#socket.dispose();
  }
}
