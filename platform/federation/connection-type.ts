import { type ClassType, Directive, Field, Int, ObjectType } from 'type-graphql';
import { type Page, PageInfo } from './connection.ts';
import { Cursor } from './scalars.ts';

/**
 * The Relay connection over `node`: `<Name>Connection` with its edges, and the nodes without them
 * for those who need no cursors. `shareable` when several subgraphs return it.
 */
export function connectionType<T extends object>(
  node: ClassType<T>,
  name: string,
  options: { shareable?: boolean } = {},
): ClassType<Page<T>> {
  const shared: ClassDecorator = options.shareable ? Directive('@shareable') : () => {};

  @ObjectType(`${name}Edge`, { description: `One ${name} of a list, with its cursor.` })
  @shared
  class Edge {
    @Field(() => node, { description: 'The item.' })
    node!: T;

    @Field(() => Cursor, { description: 'Where the item stands in the list.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  @shared
  class Connection {
    @Field(() => [Edge], { description: 'The items with their cursors.' })
    edges!: Edge[];

    @Field(() => [node], { description: 'The items.' })
    nodes!: T[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;

    totalCount!: () => Promise<number> | number;

    @Directive('@cost(weight: 2)')
    @Field(() => Int, { name: 'totalCount', description: 'How many items the whole list has.' })
    total(): Promise<number> | number {
      return this.totalCount();
    }
  }
  return Connection as unknown as ClassType<Page<T>>;
}
