import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A pass over the whole registry, which runs of the mirror take further in turn.' })
export class PermitSweep {
  @Field(() => Date, { nullable: true, description: 'When it began; null before its first page.' })
  startedAt!: Date | null;

  @Field(() => Int, { description: 'Permits that it has come by.' })
  seen!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How many there are, as the registry counts; null where it does not say.',
  })
  expected!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The part of the way that lies behind, 0 to 1; null where the registry does not count.',
  })
  progress!: number | null;
}

@ObjectType({ description: 'How the hub’s mirror of the permit registry stands.' })
export class PermitMirrorStatus {
  @Field(() => Date, {
    nullable: true,
    description:
      'From when on the mirror may be out of date, since the registry does not answer; null while it does.',
  })
  staleSince!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When the registry last answered; null before it first did.',
  })
  lastAnswerAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When the whole registry had last been read; null before it first was. Permits that it no longer has are known since then.',
  })
  lastSweepAt!: Date | null;

  @Field(() => PermitSweep, { description: 'The sweep that is under way, or comes next.' })
  sweep!: PermitSweep;
}
