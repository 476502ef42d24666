import type { FilterQuery } from '@mikro-orm/postgresql';
import { IsOptional, IsUUID, Length } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { contains } from '../../../platform/db/contains.ts';
import { CalendarDate } from '../../../platform/federation/scalars.ts';
import { type Permit, PermitStatus } from './permit.ts';

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

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that belong to an organisation of the hub (true), or to none (false).',
  })
  linked?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only those with this text in applicant, permit number or registration id, in any case.',
  })
  @IsOptional()
  @Length(1, 200)
  search?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Only those received on this day or later.' })
  receivedFrom?: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'Only those received on this day or before.' })
  receivedTo?: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'Only those that are known to expire on this day or before.',
  })
  expiresTo?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that are no longer in the registry (true), or that are (false).',
  })
  vanished?: boolean | null;
}

/** The condition that a filter stands for; a field that is null or absent does not narrow. */
export function permitsThat(filter: PermitFilter | null): FilterQuery<Permit> {
  const {
    status,
    permitTypeName,
    organisationId,
    linked,
    search,
    receivedFrom,
    receivedTo,
    expiresTo,
    vanished,
  } = filter ?? {};
  const isNull = (wanted: boolean) => (wanted ? { $eq: null } : { $ne: null });
  const conditions: (FilterQuery<Permit> | false | null | undefined | '')[] = [
    status && { status },
    permitTypeName && { permitTypeName },
    organisationId && { organisationId },
    typeof linked === 'boolean' && { organisationId: isNull(!linked) },
    search && {
      $or: [
        { applicantName: contains(search) },
        { permitNumber: contains(search) },
        { registrationId: contains(search) },
      ],
    },
    receivedFrom && { receivedOn: { $gte: receivedFrom } },
    receivedTo && { receivedOn: { $lte: receivedTo } },
    expiresTo && { expiresOn: { $lte: expiresTo } },
    typeof vanished === 'boolean' && { vanishedAt: isNull(!vanished) },
  ];
  return { $and: conditions.filter((condition) => Boolean(condition)) } as FilterQuery<Permit>;
}
