import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@InputType({ description: 'How the hub is to call the permit registry from now on.' })
export class SetSicantikConfigurationInput {
  @Field(() => String, { defaultValue: 'Production', description: 'A name for people, 1 to 100 characters.' })
  @NotBlank()
  @Length(1, 100)
  name: string = 'Production';

  @Field(() => String, {
    description:
      'Base address of the registry’s interface, such as https://perizinan.karokab.go.id/backoffice/api; https, except in a hub that runs in one process.',
  })
  @Length(1, 500)
  baseUrl!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Sent as a bearer token. Left out, the key stays as it is while the address does, and is dropped with another address; null drops it.',
  })
  @IsOptional()
  @Length(1, 1000)
  apiKey?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The longest that one call may take, 1 to 120 seconds; 30 when absent.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  timeoutSeconds?: number | null;
}
