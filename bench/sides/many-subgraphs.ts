import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { startGateway } from '../../gateway/server.ts';
import { anonymous } from '../../platform/auth/principal.ts';
import { inProcessCaller } from '../../platform/federation/in-process-caller.ts';
import { announce } from './announce.ts';

// A gateway over as many subgraphs as the first argument says: the first has a list of things, and each has a field of
// them.

const count = Number(process.argv[2]);
const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const things = Array.from({ length: 20 }, (_, i) => ({ id: String(i) }));

const subgraphs = Array.from({ length: count }, (_, i) => {
  const query = i === 0 ? 'type Query { things: [Thing!]! }' : '';
  const typeDefs = parse(`${link} ${query} type Thing @key(fields: "id") { id: ID! field${i}: String! }`);
  const resolvers = {
    ...(i === 0 && { Query: { things: () => things } }),
    Thing: {
      __resolveReference: (thing: { id: string }) => thing,
      [`field${i}`]: ({ id }: { id: string }) => `${i} of ${id}`,
    },
  };
  return { name: `subgraph${i}`, url: '', typeDefs, schema: buildSubgraphSchema([{ typeDefs, resolvers }]) };
});

const { supergraphSdl, errors } = composeServices(subgraphs);
if (!supergraphSdl) throw new Error(errors?.join('\n') ?? 'not composed');
const { url } = await startGateway({
  host: '127.0.0.1',
  port: 0,
  supergraphSdl,
  callers: Object.fromEntries(
    subgraphs.map(({ name, schema }) => [name, inProcessCaller(name, schema, (call) => call)]),
  ),
  authenticator: { authenticate: async () => anonymous },
});
announce(`${url}/graphql`);
