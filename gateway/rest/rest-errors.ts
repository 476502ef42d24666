import type { GraphQLFormattedError } from 'graphql';
import { type ErrorDetail, HubError, isErrorCode } from '../../platform/errors.ts';
import { snakeCase } from './names.ts';
import type { RestVariable } from './rest-variable.ts';

/** VALIDATION_ERROR for what is wrong with a request, field by field. */
export function invalidRequest(details: readonly ErrorDetail[]): HubError {
  return new HubError('VALIDATION_ERROR', { message: sentence(details), details: [...details] });
}

/** An error of the graph in the words of the REST interface: fields by the names that the request has for them. */
export function restError(error: GraphQLFormattedError, variables: readonly RestVariable[]): HubError {
  const { code, details, retryAfter } = error.extensions ?? {};
  const known = isErrorCode(code) ? code : 'INTERNAL';
  const renamed = isDetails(details) ? details.map((detail) => renamedDetail(detail, variables)) : [];
  return new HubError(known, {
    message: renamed.length > 0 ? sentence(renamed) : error.message,
    details: renamed,
    ...(typeof retryAfter === 'number' && { extensions: { retryAfter } }),
  });
}

function isDetails(details: unknown): details is ErrorDetail[] {
  return Array.isArray(details) && details.length > 0;
}

function renamedDetail({ field, message }: ErrorDetail, variables: readonly RestVariable[]): ErrorDetail {
  return { field: restName(field, variables), message };
}

/** The name in a request of what the graph calls `field`, such as `metadata.participant_id` of `studentId`. */
export function restName(field: string, variables: readonly RestVariable[]): string {
  if (field === 'first') return 'limit';
  if (field === 'after') return 'cursor';
  if (field === 'offset') return 'page';
  for (const variable of variables) {
    const place = [variable.name, ...variable.usedAs].find(
      (each) => field === each || field.startsWith(`${each}.`),
    );
    if (place === undefined) continue;
    const own = sourceName(variable);
    const rest = field.slice(place.length + 1);
    if (rest === '') return own;
    return `${own}.${nameWithin(rest, variable)}`;
  }
  return field.split('.').map(snakeCase).join('.');
}

/** The name in a request of what the graph calls `field` within the value of a variable. */
export function nameWithin(field: string, { renamed }: RestVariable): string {
  return field
    .split('.')
    .map((name) => renamed[name] ?? snakeCase(name))
    .join('.');
}

function sourceName({ source, name }: RestVariable): string {
  if (source.in === 'body') return source.path.join('.');
  return source.in === 'page' ? name : source.name;
}

function sentence(details: readonly ErrorDetail[]): string {
  return details.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ');
}
