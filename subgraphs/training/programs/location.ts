import { Length, Matches } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';

@ObjectType('ProgramLocation', { description: 'Where a program takes place.' })
@InputType('ProgramLocationInput', { description: 'Where a program takes place.' })
export class ProgramLocation {
  @Field(() => String, { description: 'Street and number.' })
  @Length(1, 300)
  address!: string;

  @Field(() => String, { description: 'City or regency.' })
  @Length(1, 100)
  city!: string;

  @Field(() => String, { description: 'Province.' })
  @Length(1, 100)
  province!: string;

  @Field(() => String, { description: 'Postal code, 5 digits.' })
  @Matches(/^\d{5}$/, { message: 'postalCode must have 5 digits' })
  postalCode!: string;
}
