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

/**
 * Batches the pages of children of many parents into one statement, however many parents there are:
 * the rows are numbered within each parent and cut there. `parent` is the property that holds the
 * parent's id. Newest first by id, or `by` a date.
 */
export function childPages<T extends { id: string }>(
  entity: EntityClass<T>,
  parent: keyof T & string,
  by?: ListDate<T>,
): BatchLoad<ChildPageKey, Page<T>> {
  return {
    keyOf: ({ parentId, args }) => [parentId, args.first, args.after ?? '', args.offset ?? ''].join('|'),
    async load(keys, context) {
      const byArgs = Map.groupBy(keys, ({ args }) =>
        [args.first, args.after ?? '', args.offset ?? ''].join('|'),
      );
      const pages = new Map<ChildPageKey, Page<T>>();
      let counts: Promise<Map<string, number>> | undefined;
      const countOf = async (parentId: string) => {
        counts ??= childCounts(context, entity, parent, [...new Set(keys.map((key) => key.parentId))]);
        return (await counts).get(parentId) ?? 0;
      };
      for (const group of byArgs.values()) {
        const found = await childRows(context, entity, parent, group, by);
        for (const key of group) {
          const rows = found.get(key.parentId) ?? [];
          pages.set(
            key,
            pageOf(rows, key.args, () => countOf(key.parentId), by),
          );
        }
      }
      return keys.map((key) => pages.get(key) as Page<T>);
    },
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
  const order = Object.keys(listOrder(by)).map((property) => `c.${columnOf(property)} desc`);
  const place = `row_number() over (partition by c.${columnOf(parent)} order by ${order.join(', ')}) as place`;
  const numbered = em
    .createQueryBuilder(entity, 'c')
    .select(['*', raw(place)])
    .where({ [parent]: { $in: group.map((key) => key.parentId) } } as never);
  if (typeof args.after === 'string') numbered.andWhere(afterCursor(args.after, by) as never);
  await numbered.applyFilters();
  const offset = args.offset ?? 0;
  const outer = em.createQueryBuilder(numbered as never, 'n') as unknown as ReturnType<
    typeof em.createQueryBuilder
  >;
  const rows = (await outer
    .select('*')
    .where(raw('place > ? and place <= ?', [offset, offset + args.first + 1]) as never)
    .orderBy({ [raw('place')]: 'asc' } as never)
    .execute('all', false)) as Record<string, unknown>[];
  const entities = rows.map((row) => em.map(entity, row as never) as T);
  return Map.groupBy(entities, (row) => String(row[parent]));
}
