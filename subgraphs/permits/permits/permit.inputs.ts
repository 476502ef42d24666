import { IsOptional, IsUUID } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { PermitStatus } from './permit.ts';

@InputType({ description: 'Narrows a list of permits; every field given must match.' })
export class PermitFilter {
  @Field(() => PermitStatus, { nullable: true, description: 'Only of this status.' })
  status?: PermitStatus | null;

  @Field(() => String, { nullable: true, description: 'Only of the kind with exactly this name.' })
  permitTypeName?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those that belong to this organisation.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;
}
