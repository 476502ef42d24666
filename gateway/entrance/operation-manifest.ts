import { z } from 'zod';

/** Texts of operations by their ids. */
export type OperationManifest = ReadonlyMap<string, string>;

const manifestFormat = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({ id: z.string().min(1).max(200), name: z.string(), body: z.string().min(1) }),
  ),
});

/**
 * Reads a manifest of persisted operations, in the format that Apollo's tools write
 * (`generate-persisted-query-manifest`).
 *
 * @throws an error that says what is wrong with it
 */
export function readManifest(json: string): OperationManifest {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('it is no JSON');
  }
  const read = manifestFormat.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${issue?.path.join('.') || 'it'}: ${issue?.message}`);
  }
  const manifest = new Map<string, string>();
  for (const { id, name, body } of read.data.operations) {
    if (manifest.has(id)) throw new Error(`two operations have the id of ${name}`);
    manifest.set(id, body);
  }
  return manifest;
}
