import { IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Which permit belongs to which organisation.' })
export class LinkPermitInput {
  @Field(() => String, { description: 'Registration id in the permit registry.' })
  @Length(1, 200)
  registrationId!: string;

  @Field(() => ID, { description: 'The organisation that it belongs to; the one before loses it.' })
  @IsUUID()
  organisationId!: string;
}
