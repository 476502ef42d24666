import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Tier, tierLimits } from '../../../platform/auth/tiers.ts';
import { Fenced } from '../../../platform/db/fence.ts';
import { Environment, environmentOf, newOrganisationId } from '../../../platform/environment.ts';

export enum OrganisationKind {
  TRAINING_INSTITUTION = 'TRAINING_INSTITUTION',
  SCHOOL = 'SCHOOL',
  EMPLOYER = 'EMPLOYER',
  AGENCY = 'AGENCY',
}

registerEnumType(OrganisationKind, {
  name: 'OrganisationKind',
  description: 'What an organisation is in the skills ecosystem.',
  valuesConfig: {
    TRAINING_INSTITUTION: { description: 'A training institution (LPK, lembaga pelatihan kerja).' },
    SCHOOL: { description: 'A school or university.' },
    EMPLOYER: { description: 'An employer that hires or takes in learners.' },
    AGENCY: { description: 'A ministry or another public agency.' },
  },
});

registerEnumType(Environment, {
  name: 'Environment',
  description: 'Whether something is real, or there to be tried. The two never see one another.',
  valuesConfig: {
    LIVE: { description: 'Real.' },
    SANDBOX: { description: 'There to be tried: outside systems are stand-ins, and nothing of it counts.' },
  },
});

const hourly = ({ readsPerHour, writesPerHour }: (typeof tierLimits)[Tier]) =>
  `${readsPerHour.toLocaleString('en')} reads and ${writesPerHour.toLocaleString('en')} writes an hour for each key or client.`;

registerEnumType(Tier, {
  name: 'OrganisationTier',
  description: 'How much the keys and clients of an organisation may ask for. The operator decides.',
  valuesConfig: {
    STANDARD: {
      description:
        'What everybody has: 1,000 reads an hour for each key or client, and as many writes, unless the operator set another default.',
    },
    ELEVATED: { description: hourly(tierLimits.ELEVATED) },
    HIGH: { description: hourly(tierLimits.HIGH) },
  },
});

@Entity({ schema: 'identity', tableName: 'organisations' })
@Fenced({ organisation: 'id' })
@ObjectType({ description: 'An organisation that takes part in the skills ecosystem.' })
@Directive('@key(fields: "id")')
export class Organisation {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the organisation.' })
  id: string = newOrganisationId(Environment.LIVE);

  @Property({ type: 'string' })
  @Field(() => OrganisationKind, { description: 'What the organisation is.' })
  kind!: OrganisationKind;

  @Property({ type: 'string' })
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Number under which the authority registers it; for a training institution its LPK number.',
  })
  registrationNumber: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'E-mail address for contact.' })
  email: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Phone number, E.164.' })
  phone: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'City or regency of its seat.' })
  city: string | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'Province of its seat.' })
  province: string | null = null;

  @Field(() => Environment, { description: 'Whether it is real, or there to be tried. It never changes.' })
  get environment(): Environment {
    return environmentOf(this.id);
  }

  @Property({ type: 'string' })
  @Field(() => Tier, { description: 'How much each of its keys and clients may ask for.' })
  tier: Tier = Tier.STANDARD;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();

  @Property({ type: 'timestamptz', onUpdate: () => new Date() })
  @Field(() => Date, { description: 'When it last changed.' })
  updatedAt: Date = new Date();
}
