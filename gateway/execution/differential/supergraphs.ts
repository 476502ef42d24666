import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { projectRoot } from '../../../platform/project-root.ts';

/** The subgraphs of a graph, by name. */
export type Sdls = Readonly<Record<string, string>>;

const link = (...names: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.map((name) => `"@${name}"`).join(', ')}])\n`;

/** Graphs that each show what one feature of federation asks of an executor. */
export const madeUpGraphs: Readonly<Record<string, Sdls>> = {
  'interfaces and unions': {
    library: `${link('key', 'shareable')}
      type Query { media(id: ID!): Media, all: [Media!]!, search(text: String): [Found], shelf: Shelf, node(id: ID!): Node }
      type Mutation { lend(id: ID!, to: Person): Media }
      input Person { id: ID! name: String tags: [Tag!] }
      enum Tag { OLD NEW RARE }
      interface Node { id: ID! }
      interface Media implements Node { id: ID! title: String! tag: Tag, related: [Media!], sequel: Media }
      type Book implements Media & Node @key(fields: "id") { id: ID! title: String! tag: Tag, related: [Media!], sequel: Media, pages: Int!, author: Author! }
      type Film implements Media & Node @key(fields: "id") { id: ID! title: String! tag: Tag, related: [Media!], sequel: Media, minutes: Float, cast: [Author] }
      type Author @key(fields: "id") { id: ID! }
      type Shelf @shareable { name: String!, best: Found!, rows: [[Found]] }
      union Found = Book | Film | Author`,
    people: `${link('key', 'shareable')}
      type Query { authors(first: Int = 3): [Author!]! }
      interface Named { name: String! }
      type Author implements Named @key(fields: "id") { id: ID! name: String! nick: String, friends: [Author!]!, wrote: [Work!]! }
      type Book implements Named @key(fields: "id") { id: ID! name: String!, reviews: [Review!]! }
      type Film @key(fields: "id") { id: ID! reviews: [Review]! }
      type Review { stars: Int!, by: Author!, about: Work }
      union Work = Book | Film`,
  },
  'keys and requirements': {
    products: `${link('key', 'shareable', 'inaccessible')}
      type Query { products: [Product!]!, product(sku: ID!): Product }
      type Product @key(fields: "sku") @key(fields: "upc brand { code }") { sku: ID! upc: ID! brand: Brand!, size: Size @shareable, weights: [Int!]!, secret: String @inaccessible }
      type Brand @shareable { code: ID! name: String }
      type Size @shareable { width: Int!, height: Int, unit: Unit! }
      enum Unit { CM INCH FURLONG @inaccessible }`,
    stock: `${link('key', 'external', 'requires', 'provides', 'shareable')}
      type Query { warehouses: [Warehouse!]!, cheapest: Product }
      type Warehouse @key(fields: "id") { id: ID! products: [Product!]! @provides(fields: "size { width }"), featured: Product }
      type Product @key(fields: "sku") { sku: ID! size: Size @external, weights: [Int!]! @external,
        shipping(express: Boolean = false, tags: [String!]): Int! @requires(fields: "size { width height } weights"),
        inStock: Boolean!, at: [Warehouse] }
      type Size { width: Int! @external, height: Int @external }`,
    reviews: `${link('key', 'external', 'requires', 'shareable')}
      type Query { latest(n: Int): [Review!] }
      type Review @key(fields: "id") { id: ID! text: String, product: Product!, author: User! }
      type Product @key(fields: "upc brand { code }") { upc: ID! brand: Brand! rating: Float, reviews(first: Int): [Review!]!, shipping(express: Boolean = false, tags: [String!]): Int! @external, verdict: String @requires(fields: "shipping(express: true)") }
      type Brand @shareable { code: ID! }
      type User @key(fields: "email") { email: ID! reviews: [Review!]! }`,
    users: `${link('key', 'shareable')}
      type Query { me: User, users: [User] }
      type User @key(fields: "email") { email: ID! name: String!, address: Address, brand: Brand }
      type Address { street: String!, city: City! }
      type City { name: String!, zip: [String] }
      type Brand @shareable { code: ID! name: String }`,
  },
  'interface objects and overrides': {
    catalogue: `${link('key', 'interfaceObject', 'shareable')}
      type Query { items: [Item!]!, item(id: ID!): Item }
      interface Item @key(fields: "id") { id: ID! name: String!, twin: Item }
      type Ring implements Item @key(fields: "id") { id: ID! name: String! twin: Item, carat: Int! }
      type Lamp implements Item @key(fields: "id") { id: ID! name: String! twin: Item, watts: Float!, colour: String }`,
    prices: `${link('key', 'interfaceObject', 'shareable', 'override')}
      type Query { dearest: Item, sale: [Item!] }
      type Item @key(fields: "id") @interfaceObject { id: ID! price(currency: String): Int!, offers: [Offer!]! }
      type Offer { by: String!, for: Item! }`,
    lamps: `${link('key', 'override', 'shareable')}
      type Query { lamps: [Lamp!]! }
      type Lamp @key(fields: "id") { id: ID! colour: String @override(from: "catalogue"), bulbs: [[Bulb!]!] }
      type Bulb { fits: [Lamp!]!, size: Int! }`,
  },
  'nulls and lists': {
    left: `${link('key', 'shareable')}
      type Query { grid: [[Cell!]!]!, cell(id: ID!): Cell!, loose: [[Cell]], box: Box!, boxes: [Box!] }
      type Mutation { first(x: Int!): Cell, second(x: Int!): Cell!, third: Box }
      type Box { cell: Cell!, cells: [Cell!]!, maybe: Cell, deep: [[[Cell!]!]!]! , flag: Boolean!, size: Int, ratio: Float!, label: String!, id: ID! }
      type Cell @key(fields: "id") { id: ID! row: Int!, next: Cell!, box: Box }`,
    right: `${link('key', 'shareable')}
      type Query { origin: Cell, cells: [Cell!]! }
      type Mutation { fourth(x: Int): Cell! }
      type Cell @key(fields: "id") { id: ID! colour: Colour!, names: [String!]!, matrix: [[Int!]!]!, near: [Cell!]!, far: [Cell], thing: Thing }
      enum Colour { RED GREEN BLUE }
      union Thing = Cell | Dot
      type Dot { x: Int! y: Int!, cell: Cell! }`,
  },
};

/** The hub's own subgraphs, as they are composed. */
export async function hubGraph(): Promise<Sdls> {
  const names = ['credentials', 'exchange', 'identity', 'payments', 'permits', 'training'];
  const folder = path.join(projectRoot, 'schema', 'subgraphs');
  const sdls = await Promise.all(names.map((name) => readFile(path.join(folder, `${name}.graphql`), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, sdls[index] as string]));
}

/** @throws when the subgraphs do not compose */
export function composed(sdls: Sdls): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(sdls).map(([name, sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(sdl) })),
  );
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n') ?? 'not composed');
  return supergraphSdl;
}
