import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { HubError } from '../platform/errors.ts';

/** Bodies of every kind, in bytes. */
export const bodyLimit = 1024 * 1024;

/** How large an operation may be. Fragments count wherever they are spread. */
export interface Limits {
  /** Characters of the document. */
  characters: number;
  /** Lexical tokens of the document. */
  tokens: number;
  /** Fields within fields. The introspection of GraphiQL needs 15. */
  depth: number;
  aliases: number;
  fields: number;
}

export const defaultLimits: Limits = {
  characters: 100_000,
  tokens: 5_000,
  depth: 20,
  aliases: 50,
  fields: 2_000,
};

/** For a gateway that listens on loopback alone, before whatever its owner composed. */
export const generousLimits: Limits = {
  characters: bodyLimit,
  tokens: 100_000,
  depth: 200,
  aliases: 10_000,
  fields: 100_000,
};

/** Characters of admitted documents that are remembered, so that they need not be measured again. */
const rememberedCharacters = 10_000_000;

/**
 * A check that runs before a document is validated, which for a hostile one is what costs.
 * A document with a syntax error passes: the error is reported by who executes it.
 *
 * @returns a function that throws HubError QUERY_TOO_COMPLEX
 */
export function createAdmission(limits: Limits): (query: string) => void {
  const admitted = new LRUCache<string, true>({
    maxSize: rememberedCharacters,
    sizeCalculation: (_, query) => query.length + 1,
  });
  return (query) => {
    if (admitted.has(query)) return;
    if (query.length > limits.characters) {
      throw tooComplex(`has ${query.length} characters, and ${limits.characters} are allowed`);
    }
    const document = parsed(query, limits.tokens);
    if (!document) return;
    measure(document, limits);
    admitted.set(query, true);
  };
}

function parsed(query: string, maxTokens: number): DocumentNode | undefined {
  try {
    return parse(query, { noLocation: true, maxTokens });
  } catch (error) {
    // graphql-js has no code for it and, so far, a slip in its words.
    if (/more tha[nt] \d+ tokens/.test((error as GraphQLError).message)) {
      throw tooComplex(`has more than ${maxTokens} tokens`);
    }
    return undefined;
  }
}

interface Size {
  depth: number;
  aliases: number;
  fields: number;
}

function measure(document: DocumentNode, limits: Limits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const sizes = new Map<string, Size>();

  function sizeOfFragment(name: string): Size {
    const known = sizes.get(name);
    if (known) return known;
    const nothing: Size = { depth: 0, aliases: 0, fields: 0 };
    // Stands while the fragment is measured, so that one that spreads itself ends; validation refuses it.
    sizes.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? sizeOf(fragment.selectionSet) : nothing;
    sizes.set(name, size);
    return size;
  }

  function sizeOf(selectionSet: SelectionSetNode): Size {
    const size: Size = { depth: 0, aliases: 0, fields: 0 };
    for (const selection of selectionSet.selections) {
      let inner: Size = { depth: 0, aliases: 0, fields: 0 };
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = sizeOfFragment(selection.name.value);
      else if (selection.selectionSet) inner = sizeOf(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD;
      size.depth = Math.max(size.depth, inner.depth + (isField ? 1 : 0));
      size.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      size.fields += inner.fields + (isField ? 1 : 0);
    }
    return size;
  }

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = sizeOf(definition.selectionSet);
    for (const what of ['depth', 'aliases', 'fields'] as const) {
      if (size[what] > limits[what]) {
        throw tooComplex(`has ${names[what]} ${size[what]}, and ${limits[what]} is allowed`);
      }
    }
  }
}

const names = { depth: 'a depth of', aliases: 'aliases to the number of', fields: 'fields to the number of' };

function tooComplex(why: string): HubError {
  return new HubError('QUERY_TOO_COMPLEX', { message: `The operation ${why}; split it.` });
}
