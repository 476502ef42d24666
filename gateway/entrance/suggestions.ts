import type { GraphQLFormattedError } from 'graphql';
import type { Principal } from '../../platform/auth/principal.ts';
import type { ErrorFormatter } from '../errors.ts';

/** With these words graphql-js begins to name fields, arguments, types and values that there are. */
const beginning = ' Did you mean ';

/** How errors are shown to `principal`: what the schema has is not told to strangers who guess. */
export function formatterFor(formatError: ErrorFormatter, { kind }: Principal): ErrorFormatter {
  return kind === 'anonymous' ? (error) => withoutSuggestions(formatError(error)) : formatError;
}

/** The same error without what its message, or those of its details, suggest. */
export function withoutSuggestions(error: GraphQLFormattedError): GraphQLFormattedError {
  const { details } = error.extensions ?? {};
  return {
    ...error,
    message: cut(error.message),
    ...(Array.isArray(details) && {
      extensions: {
        ...error.extensions,
        details: details.map((detail) => ({ ...detail, message: cut(String(detail.message)) })),
      },
    }),
  };
}

function cut(message: string): string {
  const at = message.indexOf(beginning);
  return at >= 0 && message.trimEnd().endsWith('?') ? message.slice(0, at) : message;
}
