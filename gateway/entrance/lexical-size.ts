import { Lexer, Source, TokenKind } from 'graphql';
import type { Limits } from '../limits.ts';
import { within } from './too-complex.ts';

const opening: readonly string[] = [TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L];
const closing: readonly string[] = [TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R];

/**
 * Counts before anything is parsed: the parser calls itself for each bracket, and its stack is finite.
 * A document with a syntax error passes: whoever executes it reports the error.
 *
 * @returns whether every token is one of GraphQL's
 * @throws HubError QUERY_TOO_COMPLEX
 */
export function checkTokens(query: string, limits: Limits): boolean {
  within(limits, 'characters', query.length);
  const lexer = new Lexer(new Source(query));
  let tokens = 0;
  let nesting = 0;
  for (;;) {
    let kind: string;
    try {
      kind = lexer.advance().kind;
    } catch {
      return false;
    }
    if (kind === TokenKind.EOF) return true;
    tokens += 1;
    within(limits, 'tokens', tokens);
    if (opening.includes(kind)) within(limits, 'nesting', ++nesting);
    else if (closing.includes(kind)) nesting -= 1;
  }
}
