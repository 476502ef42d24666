import type { EntityManager, EntityMetadata } from '@mikro-orm/postgresql';
import { HubError } from '../errors.ts';

/** An answer as it is kept: rows by their id, so that a repeat shows them as they are now. */
type Kept =
  | string
  | number
  | boolean
  | null
  | { entity: string; id: string }
  | { date: string }
  | { list: Kept[] }
  | { fields: Record<string, Kept> };

/** What a mutation's resolver has returned, as text. */
export function keptAnswer(em: EntityManager, value: unknown): string {
  return JSON.stringify(kept(value, entitiesOf(em)));
}

/** The same again, as the caller may see it now. Throws NOT_FOUND when what was made is gone. */
export function restoredAnswer(em: EntityManager, text: string): Promise<unknown> {
  return restored(em, JSON.parse(text) as Kept);
}

function kept(value: unknown, entityOf: EntityOf): Kept {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return { date: value.toISOString() };
  if (Array.isArray(value)) return { list: value.map((member) => kept(member, entityOf)) };
  if (typeof value !== 'object') throw new Error(`An answer with a ${typeof value} cannot be kept.`);
  const entity = entityOf(value);
  if (entity) return { entity: entity.className, id: String((value as { id: unknown }).id) };
  const fields: Record<string, Kept> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined) fields[name] = kept(field, entityOf);
  }
  return { fields };
}

async function restored(em: EntityManager, value: Kept): Promise<unknown> {
  if (value === null || typeof value !== 'object') return value;
  if ('date' in value) return new Date(value.date);
  if ('list' in value) return Promise.all(value.list.map((member) => restored(em, member)));
  if ('entity' in value) return row(em, value);
  const fields = Object.entries(value.fields).map(async ([name, field]) => [name, await restored(em, field)]);
  return Object.fromEntries(await Promise.all(fields));
}

async function row(em: EntityManager, { entity, id }: { entity: string; id: string }): Promise<object> {
  const known = Object.values(em.getMetadata().getAll()) as unknown as EntityMetadata<{ id: string }>[];
  const metadata = known.find(({ className }) => className === entity);
  const found = metadata && (await em.findOne(metadata.class, { id }));
  if (!found) {
    throw new HubError('NOT_FOUND', { message: 'What this request made before is no longer there.' });
  }
  return found;
}

/** What a value is an entity of; undefined where of none. */
type EntityOf = (value: object) => EntityMetadata | undefined;

function entitiesOf(em: EntityManager): EntityOf {
  const all = Object.values(em.getMetadata().getAll()) as unknown as EntityMetadata[];
  const byClass = new Map<unknown, EntityMetadata>();
  for (const metadata of all) if (metadata.primaryKeys.length === 1) byClass.set(metadata.class, metadata);
  return (value) => byClass.get(value.constructor);
}
