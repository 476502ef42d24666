/** The subgraphs of the market, which gateways are compared over. */
export const marketSubgraphs = ['accounts', 'inventory', 'products', 'reviews'] as const;
export type MarketSubgraph = (typeof marketSubgraphs)[number];

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@provides", "@requires", "@shareable"])';

/** The SDL of each: the graph that benchmarks of federation gateways commonly use. */
export const marketSdl: Readonly<Record<MarketSubgraph, string>> = {
  accounts: `${link}
  type Query { me: User user(id: ID!): User users: [User] }
  type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }
`,
  inventory: `${link}
  type Product @key(fields: "upc") {
    upc: String!
    weight: Int @external
    price: Int @external
    inStock: Boolean
    shippingEstimate: Int @requires(fields: "price weight")
  }
`,
  products: `${link}
  type Query { topProducts(first: Int = 5): [Product] }
  type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
`,
  reviews: `${link}
  type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
  type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
  type Product @key(fields: "upc") { upc: String! reviews: [Review] }
`,
};
