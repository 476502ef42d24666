import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { type MarketSubgraph, marketSdl, marketSubgraphs } from './market-schema.ts';

const users = ['Rina', 'Budi', 'Sari', 'Agus', 'Dewi', 'Joko'].map((name, i) => ({
  id: String(i + 1),
  name: `${name} of the market`,
  username: `${name.toLowerCase()}${i + 1}`,
  birthday: 1980 + i,
}));

const products = ['Table', 'Couch', 'Glass', 'Chair', 'Lamp', 'Shelf', 'Stool', 'Grill', 'Fridge'].map(
  (name, i) => ({ upc: String(i + 1), name, price: 100 + 137 * i, weight: 50 + 75 * i }),
);

/** Who wrote about what, by their places: most of it is about the first products. */
const written = [
  [0, 0],
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 0],
  [1, 1],
  [1, 3],
  [1, 4],
  [2, 0],
  [2, 2],
  [2, 4],
  [3, 0],
  [3, 2],
  [3, 5],
  [4, 1],
  [4, 8],
  [5, 3],
  [5, 0],
  [1, 2],
  [0, 4],
  [4, 3],
  [3, 1],
] as const;

const reviews = written.map(([user, product], i) => ({
  id: String(i + 1),
  body: [
    'Love it!',
    'Prefer something else, but my neighbours have three of them.',
    'Too expensive.',
    'Could be better, though hardly for this price, and not by Friday.',
  ][i % 4],
  authorId: users[user]?.id,
  upc: products[product]?.upc,
}));

type ById = { id: string };
type ByUpc = { upc: string };

const resolvers = {
  accounts: {
    Query: {
      me: () => users[0],
      user: (_: unknown, { id }: ById) => users.find((user) => user.id === id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: ById) => users.find((user) => user.id === id) },
  },
  inventory: {
    Product: {
      __resolveReference: (product: ByUpc) => product,
      inStock: ({ upc }: ByUpc) => Number(upc) % 3 !== 0,
      shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
        price > 1000 ? 0 : Math.round(weight * 0.5),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Product: { __resolveReference: ({ upc }: ByUpc) => products.find((product) => product.upc === upc) },
  },
  reviews: {
    Review: {
      __resolveReference: ({ id }: ById) => reviews.find((review) => review.id === id),
      author: ({ authorId }: { authorId: string }) => users.find((user) => user.id === authorId),
      product: ({ upc }: ByUpc) => ({ upc }),
    },
    User: { reviews: ({ id }: ById) => reviews.filter(({ authorId }) => authorId === id) },
    Product: { reviews: ({ upc }: ByUpc) => reviews.filter((review) => review.upc === upc) },
  },
} satisfies Record<MarketSubgraph, object>;

/** Fresh schemas of the market's subgraphs, with their data in memory. */
export function openMarket(): Record<MarketSubgraph, GraphQLSchema> {
  const schemas = marketSubgraphs.map((name) => [
    name,
    buildSubgraphSchema([{ typeDefs: parse(marketSdl[name]), resolvers: resolvers[name] }]),
  ]);
  return Object.fromEntries(schemas) as Record<MarketSubgraph, GraphQLSchema>;
}
