import { IsEmail, IsOptional, IsUUID, Length, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { Role } from '../../../platform/auth/roles.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'What `inviteUser` needs.' })
export class InviteUserInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Organisation of the user; the caller’s own when absent. For a learner that of the student.',
  })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The student that the person is; for the role `LEARNER`, and no other.',
  })
  @IsOptional()
  @IsUUID()
  studentId?: string | null;

  @Field(() => String, { description: 'Full name, 1 to 200 characters.' })
  @NotBlank()
  @Length(1, 200)
  name!: string;

  @Field(() => String, {
    description: 'E-mail address, unique within the organisation; with it the person signs in.',
  })
  @IsEmail()
  @MaxLength(254)
  email!: string;

  @Field(() => Role, {
    description:
      'What the person may do; nothing that the caller may not. `PLATFORM_ADMIN` by the operator only.',
  })
  role!: Role;
}

@InputType({ description: 'Which user.' })
export class UserIdInput {
  @Field(() => ID, { description: 'Id of the user.' })
  @IsUUID()
  id!: string;
}

@InputType({ description: 'What `changeUserRole` needs.' })
export class ChangeUserRoleInput {
  @Field(() => ID, { description: 'Id of the user.' })
  @IsUUID()
  id!: string;

  @Field(() => Role, { description: 'The role from now on; neither `LEARNER` nor `PLATFORM_ADMIN`.' })
  role!: Role;
}

@InputType({ description: 'What `changePassword` needs.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The password until now.' })
  @MaxLength(1000)
  currentPassword!: string;

  @Field(() => String, {
    description: 'The password from now on: 12 to 128 characters, and nothing that is easily guessed.',
  })
  @MaxLength(1000)
  newPassword!: string;
}
