/** What a document knows of its result and variables: the same as `@graphql-typed-document-node/core` has, which any typed document fits. */
export interface DocumentTypeDecoration<Result, Variables> {
  /** Never there. */
  __apiType?: (variables: Variables) => Result;
}

/** A document that was parsed from a text, as `gql` makes it, which remembers that text. */
interface ParsedDocument {
  kind: 'Document';
  loc?: { source: { body: string } };
}

/** An operation: its text, a typed text (graphql-codegen, `documentMode: string`), or a document made by `gql`. */
export type Operation<Result, Variables> = DocumentTypeDecoration<Result, Variables> &
  // biome-ignore lint/complexity/noBannedTypes: what is generated extends the class String
  (string | String | ParsedDocument);

/** @throws TypeError for a parsed document without its text */
export function textOf(operation: Operation<never, never>): string {
  if (typeof operation === 'string' || operation instanceof String) return operation.toString();
  const text = operation.loc?.source.body;
  if (text === undefined)
    throw new TypeError('The document has lost its text: pass print(document) of graphql.');
  return text;
}
