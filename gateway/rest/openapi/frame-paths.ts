import { ruleFor } from '../../rate-limits/address-rules.ts';
import { codeSamples, type ShownCredential } from './code-samples.ts';
import { type Example, withExample } from './examples.ts';
import type { Schema } from './schema-writer.ts';

/** What the documents of all operations of the frame share. */
interface FrameWriting {
  /** Where the examples are sent. */
  server: string;
  /** By the `operationId`. */
  examples: ReadonlyMap<string, Example>;
}

/**
 * The paths that are no operations of the graph, each at its other addresses too (`x-aliases`: those with their
 * `operationId`): with what was sent and answered when they were tried, samples, and the limit by address.
 */
export function framePaths(
  paths: Readonly<Record<string, Schema>>,
  writing: FrameWriting,
): Record<string, Schema> {
  const written: Record<string, Schema> = {};
  for (const [path, { 'x-aliases': aliases = {}, ...operations }] of Object.entries(paths)) {
    const [[method, operation] = ['', {}]] = Object.entries(operations) as [string, Schema][];
    written[path] = { [method]: frameOperation(operation, method, path, writing) };
    for (const [alias, operationId] of Object.entries(aliases as Record<string, string>)) {
      const description = `${operation.description}\n\nThe same as \`${path}\`.`;
      const same = { ...operation, operationId, description };
      written[alias] = { [method]: frameOperation(same, method, alias, writing) };
    }
  }
  return written;
}

function frameOperation(
  operation: Schema,
  method: string,
  path: string,
  { examples, server }: FrameWriting,
): Schema {
  const { description, parameters, requestBody, responses, ...rest } = operation;
  const example = examples.get(String(operation.operationId));
  const rule = ruleFor(method.toUpperCase(), path);
  const given = (parameters ?? []) as Schema[];
  return {
    ...rest,
    description: `${description}${rule ? `\n\nOne address may ask ${rule.perMinute.toLocaleString('en')} times a minute.` : ''}`,
    ...(parameters !== undefined && { parameters: given.map((each) => parameterWith(each, example)) }),
    ...(requestBody !== undefined && { requestBody: bodyWith(requestBody as Schema, example?.body) }),
    responses: Object.fromEntries(
      Object.entries(responses as Record<string, Schema>).map(([status, response]) => [
        status,
        status === '200' ? bodyWith(response, example?.answer) : response,
      ]),
    ),
    ...(rule && { 'x-rate-limit': rule.name }),
    'x-codeSamples': codeSamples({
      method: method.toUpperCase(),
      url: `${server}${withExample(path, example)}`,
      body: example?.body,
      idempotent: false,
      shows: shownBy(operation, given),
      answers: 'content' in ((responses as Record<string, Schema>)['200'] ?? {}),
      tellsProblems: false,
    }),
  };
}

function parameterWith(parameter: Schema, example: Example | undefined): Schema {
  const [name, place] = [String(parameter.name), parameter.in];
  const value = place === 'path' ? example?.path[name] : place === 'query' ? example?.query[name] : undefined;
  return value === undefined ? parameter : { ...parameter, example: value };
}

/** A body of whatever type, with an example. */
function bodyWith({ content, ...rest }: Schema, example: unknown): Schema {
  if (content === undefined) return rest;
  const types = Object.entries(content as Record<string, Schema>).map(([type, media]) => [
    type,
    { ...media, ...(example !== undefined && { example }) },
  ]);
  return { ...rest, content: Object.fromEntries(types) };
}

/** A token where one is asked for, the signature where a header has one. */
function shownBy({ security }: Schema, parameters: readonly Schema[]): ShownCredential | undefined {
  if ((security as unknown[]).length > 0) {
    return { header: 'Authorization', scheme: 'Bearer ', variable: 'HUB_TOKEN' };
  }
  const signature = parameters.find((parameter) => parameter.in === 'header');
  return signature && { header: String(signature.name), scheme: '', variable: 'SIGNATURE' };
}
