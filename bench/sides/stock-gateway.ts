import { readFileSync } from 'node:fs';
import {
  ApolloGateway,
  type GraphQLDataSourceProcessOptions,
  RemoteGraphQLDataSource,
} from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { announce } from './announce.ts';

// A gateway as Apollo's own documentation sets one up, over the supergraph in the file given.

interface Caller {
  authorization?: string | undefined;
}

/** Hands on who is asking, as a graph whose subgraphs decide that must. */
class Forwarding extends RemoteGraphQLDataSource<Caller> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Caller>): void {
    if (context.authorization) request.http?.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2] ?? '', 'utf8'),
  buildService: ({ url }) => new Forwarding({ ...(url !== undefined && { url }) }),
});
const server = new ApolloServer<Caller>({ gateway });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
announce(url.replace(/\/$/, ''));
