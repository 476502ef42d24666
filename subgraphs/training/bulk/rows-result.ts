import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { RowError } from '../../../platform/federation/row-error.ts';

/** What a bulk mutation answers: counts, and each row with its node in the field `Name` or its error. */
export type RowsResult<T, Name extends string, Count extends string> = Record<Count, number> & {
  failed: number;
  rows: ({ index: number; error: RowError | null } & Record<Name, T | null>)[];
};

/**
 * The type `<Mutation>Result` of a bulk mutation over `node`, whose rows hold it in the field `name`; `count` names
 * how many succeeded, such as `created`.
 */
export function rowsResultType<T extends object, Name extends string, Count extends string>(
  node: ClassType<T>,
  { mutation, name, count }: { mutation: string; name: Name; count: Count },
): ClassType<RowsResult<T, Name, Count>> {
  const typeName = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;

  @ObjectType(`${typeName}Row`, { description: `How one row of \`${mutation}\` went.` })
  class Row {
    @Field(() => Int, { description: 'Index of the row in the input, from 0.' })
    index!: number;

    @Field(() => RowError, { nullable: true, description: 'The error, when it failed.' })
    error!: RowError | null;
  }
  Field(() => node, { nullable: true, description: 'What it came to, when the row succeeded.' })(
    Row.prototype,
    name,
  );

  @ObjectType(`${typeName}Result`, { description: `How \`${mutation}\` went.` })
  class Result {
    @Field(() => Int, { description: 'How many failed.' })
    failed!: number;

    @Field(() => [Row], { description: 'One for each row of the input, in its order.' })
    rows!: Row[];
  }
  Field(() => Int, { description: `How many were ${count}.` })(Result.prototype, count);
  return Result as unknown as ClassType<RowsResult<T, Name, Count>>;
}
