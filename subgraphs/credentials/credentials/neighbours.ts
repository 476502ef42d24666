import { Directive, Field, ID, ObjectType } from 'type-graphql';

@ObjectType('Organisation')
@Directive('@key(fields: "id", resolvable: false)')
export class Organisation {
  @Field(() => ID, { description: 'Id of the organisation.' })
  id!: string;
}

@ObjectType('Student')
@Directive('@key(fields: "id")')
export class Student {
  @Field(() => ID, { description: 'Id of the student.' })
  id!: string;
}

@ObjectType('Program')
@Directive('@key(fields: "id")')
export class Program {
  @Field(() => ID, { description: 'Id of the program.' })
  id!: string;
}

@ObjectType('Enrolment')
@Directive('@key(fields: "id")')
export class Enrolment {
  @Field(() => ID, { description: 'Id of the enrolment.' })
  id!: string;
}
