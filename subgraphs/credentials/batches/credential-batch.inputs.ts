import { IsOptional, IsUUID } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { HolderNameDisplay } from '../credentials/credential.ts';

@InputType({ description: 'What `issueCredentials` needs.' })
export class IssueCredentialsInput {
  @Field(() => ID, { description: 'The program: everybody who completed it gets a credential.' })
  @IsUUID()
  programId!: string;

  @Field(() => ID, { nullable: true, description: 'The achievement; the program’s when absent.' })
  @IsOptional()
  @IsUUID()
  achievementId?: string | null;

  @Field(() => Date, { nullable: true, description: 'When their validity ends; never when absent.' })
  expiresAt?: Date | null;

  @Field(() => HolderNameDisplay, {
    nullable: true,
    description: 'How much of their names the holders have agreed to show; INITIALS when absent.',
  })
  holderNameDisplay?: HolderNameDisplay | null;
}
