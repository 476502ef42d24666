/** Bodies of every kind, in bytes. */
export const bodyLimit = 1024 * 1024;

/** How large an operation may be. Fragments count wherever they are spread. */
export interface Limits {
  /** Characters of the document. */
  characters: number;
  /** Lexical tokens of the document. */
  tokens: number;
  /** Brackets of any kind within brackets. */
  nesting: number;
  /** Fields within fields. The introspection of GraphiQL needs 15. */
  depth: number;
  aliases: number;
  fields: number;
  /** Fields of the operation itself: each is read, or done, on its own. */
  rootFields: number;
  /** Fields that share one place in the answer: whether they agree is checked for each pair. */
  repeats: number;
  directives: number;
  /** Directives at one place of the document. */
  directivesAtOnce: number;
  /** Variables, declared or given. */
  variables: number;
  /** Elements of one list, or members of one object, in variables and document. A bulk mutation takes 1,000 rows. */
  elements: number;
  /** Lists and objects within lists and objects, in the variables. */
  valueDepth: number;
  /** Values in all variables together. */
  values: number;
}

export const defaultLimits: Limits = {
  characters: 100_000,
  tokens: 5_000,
  nesting: 100,
  depth: 20,
  aliases: 50,
  fields: 2_000,
  rootFields: 30,
  repeats: 50,
  directives: 50,
  directivesAtOnce: 5,
  variables: 100,
  elements: 1_000,
  valueDepth: 20,
  values: 50_000,
};

/** For a gateway that listens on loopback alone, before whatever its owner composed. */
export const generousLimits: Limits = {
  characters: bodyLimit,
  tokens: 100_000,
  nesting: 500,
  depth: 200,
  aliases: 10_000,
  fields: 100_000,
  rootFields: 10_000,
  repeats: 1_000,
  directives: 10_000,
  directivesAtOnce: 100,
  variables: 1_000,
  elements: 100_000,
  valueDepth: 100,
  values: 500_000,
};
