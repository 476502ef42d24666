import { Directive, Field, ObjectType } from 'type-graphql';
import type { ErrorDetail } from '../errors.ts';

@ObjectType({ description: 'What is wrong with one field.' })
@Directive('@shareable')
export class FieldError implements ErrorDetail {
  @Field(() => String, { description: 'Path of the field, such as `customer.phone`.' })
  field!: string;

  @Field(() => String, { description: 'What is wrong with it.' })
  message!: string;
}

@ObjectType({ description: 'Why one row of a bulk call failed, in the words of the error catalogue.' })
@Directive('@shareable')
export class RowError {
  @Field(() => String, { description: 'Code of the error catalogue.' })
  code!: string;

  @Field(() => String, { description: 'What went wrong and what to do.' })
  message!: string;

  @Field(() => [FieldError], { description: 'The fields that are wrong.' })
  details!: FieldError[];
}
