import type { ErrorDetail } from '../../platform/errors.ts';
import type { Words } from './names.ts';
import { pageParameters, pagingVariables, readPage } from './paging.ts';
import { parameterReader } from './parameter-reader.ts';
import type { RestVariable } from './rest-variable.ts';
import { ReadRows, type RefusedRows, rowsReader } from './rows-reader.ts';
import { complain, type Member, objectReader, valueReader } from './value-reader.ts';

/** What of a request becomes variables. */
export interface Given {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  /** Undefined where there is none. */
  body: unknown;
}

/** A request as its operation takes it. */
export interface Read {
  variables: Record<string, unknown>;
  /** What is wrong with the request; empty when nothing is. */
  wrong: ErrorDetail[];
  /** Rows that fail by themselves, since they cannot be read; they are among the variables still. */
  refused: RefusedRows;
}

/** How a request becomes the variables of one operation. */
export class RequestReader {
  readonly #path: readonly { name: string; variable: string }[];
  readonly #query = new Map<string, { variable: string; read: ReturnType<typeof parameterReader> }>();
  readonly #lists = new Map<string, Map<string, string>>();
  readonly #body: { readonly members: ReadonlyMap<string, Member>; readonly required: boolean };
  readonly #required: readonly string[];
  readonly #paged: boolean;

  constructor(variables: readonly RestVariable[], words: Words) {
    const path: { name: string; variable: string }[] = [];
    const bodied: RestVariable[] = [];
    for (const { name, source, type } of variables) {
      if (source.in === 'path') path.push({ name: source.name, variable: name });
      if (source.in === 'query') {
        this.#query.set(source.name, { variable: name, read: parameterReader(type, words) });
      }
      if (source.in === 'list') {
        const values = this.#lists.get(source.name) ?? new Map<string, string>();
        this.#lists.set(source.name, values.set(source.value, name));
      }
    }
    for (const variable of variables) if (variable.source.in === 'body') bodied.push(variable);
    this.#path = path;
    this.#paged = variables.some(({ name, source }) => source.in === 'page' && pagingVariables.has(name));
    this.#required = variables
      .filter(({ required, source }) => required && source.in === 'query')
      .map(({ source }) => (source as { name: string }).name);
    const members = bodyMembers(bodied, words, 0);
    this.#body = { members, required: [...members.values()].some(({ required }) => required) };
  }

  /** Reads a request; never throws for what came. */
  read({ path, query, body }: Given): Read {
    const wrong: ErrorDetail[] = [];
    const variables: Record<string, unknown> = {};
    for (const { name, variable } of this.#path) variables[variable] = path[name];
    if (this.#paged) readPage(query, variables, wrong);
    this.#readParameters(query, variables, wrong);
    this.#readBody(body, variables, wrong);
    return { variables, wrong, refused: refusedAmong(variables) };
  }

  #readParameters(
    parameters: Readonly<Record<string, unknown>>,
    variables: Record<string, unknown>,
    wrong: ErrorDetail[],
  ): void {
    for (const [name, given] of Object.entries(parameters)) {
      if (this.#paged && pageParameters.has(name)) continue;
      const parameter = this.#query.get(name);
      const list = this.#lists.get(name);
      if (parameter) variables[parameter.variable] = parameter.read(given, name, wrong);
      else if (list) readList(list, given, name, variables, wrong);
      else complain(wrong, name, 'is no parameter of this endpoint');
    }
    for (const name of this.#required) {
      if (!(name in parameters)) complain(wrong, name, 'is required');
    }
  }

  #readBody(body: unknown, variables: Record<string, unknown>, wrong: ErrorDetail[]): void {
    const { members, required } = this.#body;
    if (body === undefined || body === null) {
      if (required)
        for (const [name, member] of members) if (member.required) complain(wrong, name, 'is required');
      return;
    }
    const read = objectReader(members)(body, '', wrong);
    if (read) spread(read as Record<string, unknown>, variables);
  }
}

/** Puts the rows in the place of what was read of them, and tells which cannot be read. */
function refusedAmong(variables: Record<string, unknown>): RefusedRows {
  for (const [name, value] of Object.entries(variables)) {
    if (!(value instanceof ReadRows)) continue;
    variables[name] = value.rows;
    return value.refused;
  }
  return none;
}

const none: RefusedRows = new Map();

/** Members that hold variables within, until they are spread. */
const nested = Symbol('nested');

/** The members of a body, or of a member of it. */
function bodyMembers(
  variables: readonly RestVariable[],
  words: Words,
  depth: number,
): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const groups = Map.groupBy(variables, ({ source }) =>
    source.in === 'body' ? source.path[depth] : undefined,
  );
  for (const [name, group] of groups) {
    const [first] = group;
    if (name === undefined || !first) continue;
    const isOwn = first.source.in === 'body' && first.source.path.length === depth + 1;
    if (isOwn) {
      const read = (first.rows ? rowsReader : valueReader)(first.type, words, first.renamed);
      members.set(name, { name: first.name, read, required: first.required });
      continue;
    }
    const inner = bodyMembers(group, words, depth + 1);
    const required = [...inner.values()].some((member) => member.required);
    const readInner = objectReader(inner);
    const read: Member['read'] = (value, place, wrong) => {
      const object = readInner(value, place, wrong);
      return object ? { [nested]: object } : undefined;
    };
    members.set(name, { name: `${depth}.${name}`, read, required });
  }
  return members;
}

function spread(read: Record<string, unknown>, variables: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(read)) {
    const inner = (value as { [nested]?: Record<string, unknown> } | null | undefined)?.[nested];
    if (inner) spread(inner, variables);
    else if (value !== undefined) variables[name] = value;
  }
}

function readList(
  values: ReadonlyMap<string, string>,
  given: unknown,
  name: string,
  variables: Record<string, unknown>,
  wrong: ErrorDetail[],
): void {
  for (const value of String(given).split(',')) {
    const variable = values.get(value);
    if (variable) variables[variable] = true;
    else complain(wrong, name, `must be made of ${[...values.keys()].join(', ')}`);
  }
}
