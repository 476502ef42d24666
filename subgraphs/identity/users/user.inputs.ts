import { IsEmail, IsOptional, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Role } from '../../../platform/auth/roles.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'What `createUser` needs.' })
export class CreateUserInput {
  @Field(() => ID, { nullable: true, description: 'Organisation of the user; the caller’s own when absent.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => String, { description: 'Full name, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  name!: string;

  @Field(() => String, { description: 'E-mail address, unique within the organisation.' })
  @IsEmail()
  email!: string;

  @Field(() => Role, { description: 'What the person does for the organisation.' })
  role!: Role;
}
