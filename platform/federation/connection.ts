import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { type EntityClass, raw } from '@mikro-orm/postgresql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Directive, Field, Int, ObjectType } from 'type-graphql';
import type { BatchLoad, SubgraphContext } from './context.ts';
import { afterCursor, cursorOf, type ListDate, listOrder } from './list-order.ts';
import { Cursor } from './scalars.ts';

@ObjectType({ description: 'Where a page of a connection stands in the whole list.' })
@Directive('@shareable')
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more items follow this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether items precede this page.' })
  hasPreviousPage!: boolean;

  @Field(() => Cursor, { nullable: true, description: 'Cursor of the first item of the page.' })
  startCursor!: string | null;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Cursor of the last item of the page; pass it as `after`.',
  })
  endCursor!: string | null;
}

/** The paging arguments that every list takes. Lists are newest first. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many items, at most 1,000.' })
  @IsInt()
  @Min(0)
  @Max(1000)
  first: number = 20;

  @Field(() => Cursor, { nullable: true, description: 'Only items after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Skip this many items instead of passing a cursor; at most 10,000.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  offset?: number | null;
}

/** A page of a list, as connections show it. */
export interface Page<T> {
  edges: { node: T; cursor: string }[];
  nodes: T[];
  pageInfo: PageInfo;
  totalCount(): Promise<number> | number;
}

function pageOf<T extends { id: string }>(
  rows: T[],
  args: PageArgs,
  totalCount: () => Promise<number> | number,
  by: ListDate<T> | undefined,
): Page<T> {
  const nodes = rows.slice(0, args.first);
  const edges = nodes.map((node) => ({ node, cursor: cursorOf(node, by) }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > args.first,
      hasPreviousPage: typeof args.after === 'string' || (args.offset ?? 0) > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/**
 * One page of the rows of `entity` that match `where` and that the caller may see; counted only when
 * asked. Newest first by id, or `by` a date.
 */
export async function findPage<T extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<T>,
  where: FilterQuery<T>,
  args: PageArgs,
  by?: ListDate<T>,
): Promise<Page<T>> {
  const after = typeof args.after === 'string' ? afterCursor(args.after, by) : {};
  const rows = await em.find(
    entity,
    { $and: [where, after] } as FilterQuery<T>,
    {
      orderBy: listOrder(by),
      limit: args.first + 1,
      ...(args.offset && { offset: args.offset }),
    } as never,
  );
  return pageOf(rows as T[], args, () => em.count(entity, where), by);
}

/** A page of the children of one parent, asked for by many parents at once. */
export interface ChildPageKey {
  parentId: string;
  args: PageArgs;
}

type Items<T> = Pick<Page<T>, 'edges' | 'nodes' | 'pageInfo'>;

/** A page of one parent's children, which are read for all parents when the first asks for some. */
export class ChildPage<T> {
  readonly #items: () => Promise<Items<T>>;
  readonly totalCount: () => Promise<number>;

  constructor(items: () => Promise<Items<T>>, totalCount: () => Promise<number>) {
    this.#items = items;
    this.totalCount = totalCount;
  }

  get edges(): Promise<Page<T>['edges']> {
    return this.#items().then(({ edges }) => edges);
  }

  get nodes(): Promise<T[]> {
    return this.#items().then(({ nodes }) => nodes);
  }

  get pageInfo(): Promise<PageInfo> {
    return this.#items().then(({ pageInfo }) => pageInfo);
  }
}

/**
 * Batches the pages of children of many parents into one statement, however many parents there are, which
 * reads no more of each than its page. `parent` is the property that holds the parent's id. Newest first by
 * id, or `by` a date.
 */
export function childPages<T extends { id: string }>(
  entity: EntityClass<T>,
  parent: keyof T & string,
  by?: ListDate<T>,
): BatchLoad<ChildPageKey, ChildPage<T>> {
  return {
    keyOf: ({ parentId, args }) => [parentId, args.first, args.after ?? '', args.offset ?? ''].join('|'),
    async load(keys, context) {
      const counts = once(() => childCounts(context, entity, parent, [...new Set(keys.map(parentOf))]));
      const byArgs = Map.groupBy(keys, ({ args }) =>
        [args.first, args.after ?? '', args.offset ?? ''].join('|'),
      );
      const pages = new Map<ChildPageKey, ChildPage<T>>();
      for (const group of byArgs.values()) {
        const found = once(() => childRows(context, entity, parent, group, by));
        for (const key of group) {
          const totalCount = async () => (await counts()).get(key.parentId) ?? 0;
          const items = once(async () =>
            pageOf((await found()).get(key.parentId) ?? [], key.args, totalCount, by),
          );
          pages.set(key, new ChildPage(items, totalCount));
        }
      }
      return keys.map((key) => pages.get(key) as ChildPage<T>);
    },
  };
}

const parentOf = ({ parentId }: ChildPageKey) => parentId;

/** `make` when it is first asked for, and its result whenever it is asked for again. */
function once<V>(make: () => Promise<V>): () => Promise<V> {
  let made: Promise<V> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** How many children each parent has, all counted by the first who asks. */
async function childCounts<T extends { id: string }>(
  { em }: SubgraphContext,
  entity: EntityClass<T>,
  parent: keyof T & string,
  parentIds: readonly string[],
): Promise<Map<string, number>> {
  const counted = em
    .createQueryBuilder(entity, 'c')
    .select([parent, raw('count(*)::int as total')] as never)
    .where({ [parent]: { $in: parentIds } } as never)
    .groupBy(parent as never);
  await counted.applyFilters();
  const rows = await counted.execute<Record<string, unknown>[]>('all');
  return new Map(rows.map((row) => [String(row[parent]), Number(row.total)]));
}

async function childRows<T extends { id: string }>(
  context: SubgraphContext,
  entity: EntityClass<T>,
  parent: keyof T & string,
  group: readonly ChildPageKey[],
  by: ListDate<T> | undefined,
): Promise<Map<string, T[]>> {
  const { args } = group[0] as ChildPageKey;
  const { em } = context;
  const properties = em.getMetadata().get(entity).properties as Record<string, { fieldNames: string[] }>;
  const columnOf = (property: string) => properties[property]?.fieldNames[0] as string;
  const children = em
    .createQueryBuilder(entity, 'c')
    .select('*')
    .where(raw(`c.${columnOf(parent)} = parent.id`) as never)
    .orderBy(listOrder(by) as never)
    .limit(args.first + 1);
  if (args.offset) children.offset(args.offset);
  if (typeof args.after === 'string') children.andWhere(afterCursor(args.after, by) as never);
  await children.applyFilters();
  const parents = group.map(parentOf);
  const rows = await em.execute<Record<string, unknown>[]>(
    `select page.* from unnest(array[${parents.map(() => '?')}]::uuid[]) as parent (id)
     cross join lateral (${children.getFormattedQuery()}) as page`,
    parents,
  );
  const entities = rows.map((row) => em.map(entity, row as never) as T);
  return Map.groupBy(entities, (row) => String(row[parent]));
}
