import { IsOptional, IsUUID, Length, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ApiOutcome, ApiTransport } from './api-request-log.ts';

@InputType({ description: 'Narrows the request log; every field given must match.' })
export class ApiRequestLogFilter {
  @Field(() => Date, { nullable: true, description: 'Arrived at this moment or later.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Arrived before this moment.' })
  until?: Date | null;

  @Field(() => ID, { nullable: true, description: 'Of this organisation; for the operator.' })
  @IsOptional()
  @IsUUID()
  organisationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Called with this key, or by this client or person for itself.',
  })
  @IsOptional()
  @Length(1, 200)
  callerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Called by way of this OAuth client.' })
  @IsOptional()
  @Length(1, 200)
  clientId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Called by this person.' })
  @IsOptional()
  @Length(1, 200)
  userId?: string | null;

  @Field(() => String, { nullable: true, description: 'With this request id.' })
  @IsOptional()
  @Length(1, 200)
  requestId?: string | null;

  @Field(() => ApiTransport, { nullable: true, description: 'That came so.' })
  transport?: ApiTransport | null;

  @Field(() => String, { nullable: true, description: 'To this route, such as `/oauth/token`.' })
  @IsOptional()
  @Length(1, 200)
  path?: string | null;

  @Field(() => String, { nullable: true, description: 'With an operation of this name.' })
  @IsOptional()
  @Length(1, 100)
  operationName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'With this among the first fields, such as `createPayment`.',
  })
  @IsOptional()
  @Length(1, 100)
  field?: string | null;

  @Field(() => ApiOutcome, { nullable: true, description: 'That ended so.' })
  outcome?: ApiOutcome | null;

  @Field(() => String, { nullable: true, description: 'With an error of this code.' })
  @IsOptional()
  @Length(1, 100)
  code?: string | null;

  @Field(() => Int, { nullable: true, description: 'With this status of HTTP.' })
  @IsOptional()
  @Min(100)
  @Max(599)
  status?: number | null;

  @Field(() => Int, { nullable: true, description: 'That took this many milliseconds or more.' })
  @IsOptional()
  @Min(0)
  minMs?: number | null;
}
