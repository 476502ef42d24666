import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'How many permits there are; null where nobody says.' })
export class PermitCounts {
  @Field(() => Int, { nullable: true, description: 'Issued and in process together.' })
  total!: number | null;

  @Field(() => Int, { nullable: true, description: 'Issued (terbit).' })
  issued!: number | null;

  @Field(() => Int, { nullable: true, description: 'In process (proses).' })
  inProcess!: number | null;
}

@ObjectType({ description: 'The registry’s count of permits beside the mirror’s own.' })
export class PermitStatistics {
  @Field(() => PermitCounts, { description: 'As the registry said when it was last asked.' })
  registry!: PermitCounts;

  @Field(() => Date, { nullable: true, description: 'When the registry said so; null when it never has.' })
  registryCountedAt!: Date | null;

  @Field(() => PermitCounts, { description: 'As the mirror counts now, without what has vanished.' })
  mirror!: PermitCounts;

  @Field(() => PermitCounts, {
    description: 'The registry’s count less the mirror’s: above zero, the mirror lacks permits.',
  })
  difference!: PermitCounts;

  @Field(() => Int, { description: 'Permits that the mirror keeps and the registry no longer has.' })
  vanished!: number;

  @Field(() => Date, {
    nullable: true,
    description:
      'From when on the mirror may be out of date, since the registry does not answer; null while it does.',
  })
  staleSince!: Date | null;
}
