import type { AnswerLayout, LaidField } from '../execution/answer-layout.ts';
import { type ShapedField, type ShapedSelection, shaped } from './answer-shape.ts';
import { type Connection, paginationOf } from './paging.ts';
import type { RestAnnotation } from './rest-document.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the body of an answer consists of. */
export interface BodyShape {
  kind: 'none' | 'object' | 'list' | 'page';
  /** The root field that the answer consists of. */
  root: ShapedField;
  /** Of the items where the answer is a list or a page. */
  items: ShapedSelection;
  /** Root fields that must not be null. */
  existing: readonly string[];
}

/** The body of an answer; undefined where what was asked for does not exist. */
export function bodyOf(
  { root, items, kind, existing }: BodyShape,
  { body: form }: RestAnnotation,
  data: Json,
  variables: Json,
): unknown {
  if (existing.some((name) => data[name] === null)) return undefined;
  const found = data[root.key];
  if (found === null || found === undefined) return undefined;
  const body = whole(found, items, kind, variables);
  return form === 'SUCCESS' ? { success: true, data: body } : body;
}

function whole(found: unknown, items: ShapedSelection, kind: BodyShape['kind'], variables: Json): unknown {
  if (kind === 'list') return { data: shaped(found, items) };
  if (kind !== 'page') return shaped(found, items);
  const connection = found as { nodes: unknown } & Connection;
  return { data: shaped(connection.nodes, items), pagination: paginationOf(connection, variables) };
}

/**
 * How the same body is written at once, without making the answer first; undefined where there is none, or its
 * address has to be found in it.
 */
export function layoutOf(
  { root, kind, existing }: BodyShape,
  rest: RestAnnotation,
): AnswerLayout | undefined {
  if (kind === 'none' || rest.location !== undefined) return undefined;
  return { root: kind === 'page' ? pageOf(root) : root, needed: existing };
}

/** A connection as a page with its pagination. */
function pageOf(root: ShapedField): LaidField {
  const fields = (root.selection?.fields ?? []).map(
    (field): LaidField => (field.key === 'nodes' ? { ...field, name: 'data' } : { ...field, leftOut: true }),
  );
  const added = (connection: Json, variables: Json) =>
    `"pagination":${JSON.stringify(paginationOf(connection as unknown as Connection, variables))}`;
  return { ...root, selection: { fields, added } };
}

/** The body of which `json` was written by the layout; undefined where what was asked for does not exist. */
export function bodyAround(
  { kind }: BodyShape,
  { body: form }: RestAnnotation,
  json: string,
): string | undefined {
  if (json === 'null') return undefined;
  const body = kind === 'list' ? `{"data":${json}}` : json;
  return form === 'SUCCESS' ? `{"success":true,"data":${body}}` : body;
}
