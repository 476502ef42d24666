import { createHash } from 'node:crypto';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Length } from 'class-validator';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { Fenced } from '../../../platform/db/fence.ts';
import { NotBlank } from '../../../platform/federation/not-blank.ts';
import { LocalisedText } from './localised-text.ts';

export enum LearningOutcomeType {
  KNOWLEDGE = 'KNOWLEDGE',
  SKILL = 'SKILL',
  COMPETENCE = 'COMPETENCE',
}

registerEnumType(LearningOutcomeType, {
  name: 'LearningOutcomeType',
  description: 'What kind of learning an outcome is.',
  valuesConfig: {
    KNOWLEDGE: { description: 'What is known.' },
    SKILL: { description: 'What can be done.' },
    COMPETENCE: { description: 'What is done on one’s own responsibility.' },
  },
});

@ObjectType('LearningOutcome', { description: 'What somebody has who has achieved it.' })
@InputType('LearningOutcomeInput', { description: 'What somebody has who has achieved it.' })
export class LearningOutcome {
  @Field(() => LearningOutcomeType, { description: 'What kind it is.' })
  type!: LearningOutcomeType;

  @Field(() => String, { description: 'What it is, at most 1,000 characters.' })
  @NotBlank()
  @Length(1, 1000)
  description!: string;
}

/** What an achievement says. It never changes: credentials point to it. */
export interface AchievementContent {
  name: LocalisedText;
  description: LocalisedText;
  criteria: LocalisedText | null;
  skkniCode: string | null;
  aqrfLevel: number | null;
  learningOutcomes: LearningOutcome[];
  imageUrl: string | null;
}

@Entity({ schema: 'credentials', tableName: 'achievements' })
@Fenced({ organisation: 'organisationId' })
@ObjectType({
  description: 'What can be achieved: what credentials attest. It never changes once it is made.',
})
@Directive('@key(fields: "id")')
export class Achievement implements AchievementContent {
  @PrimaryKey({ type: 'uuid' })
  @Field(() => ID, { description: 'Id of the achievement.' })
  id: string = uuidv7();

  @Property({ type: 'uuid' })
  organisationId!: string;

  @Property({ type: 'uuid', nullable: true })
  programId: string | null = null;

  @Property({ type: 'json' })
  @Field(() => LocalisedText, { description: 'What it is called.' })
  name!: LocalisedText;

  @Property({ type: 'json' })
  @Field(() => LocalisedText, { description: 'What it attests.' })
  description!: LocalisedText;

  @Property({ type: 'json', nullable: true })
  @Field(() => LocalisedText, { nullable: true, description: 'What it takes to achieve it.' })
  criteria: LocalisedText | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Code of the national competency standard (SKKNI) that it meets.',
  })
  skkniCode: string | null = null;

  @Property({ type: 'smallint', nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: 'Level of the ASEAN Qualifications Reference Framework (AQRF), 1 to 8.',
  })
  aqrfLevel: number | null = null;

  @Property({ type: 'json' })
  @Field(() => [LearningOutcome], { description: 'What somebody has who has achieved it.' })
  learningOutcomes: LearningOutcome[] = [];

  @Property({ type: 'string', nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'Picture of the issuer’s own; the hub draws one when there is none.',
  })
  imageUrl: string | null = null;

  @Property({ type: 'string' })
  contentHash!: string;

  @Property({ type: 'timestamptz' })
  @Field(() => Date, { description: 'When it was created.' })
  createdAt: Date = new Date();
}

/** What tells two achievements of an organisation apart. */
export function contentHash(content: AchievementContent): string {
  const { name, description, criteria, skkniCode, aqrfLevel, learningOutcomes, imageUrl } = content;
  const texts = [name, description, criteria].map((text) =>
    text ? [text.indonesian, text.english ?? null] : null,
  );
  const outcomes = learningOutcomes.map((outcome) => [outcome.type, outcome.description]);
  return createHash('sha256')
    .update(JSON.stringify([texts, skkniCode, aqrfLevel, outcomes, imageUrl]))
    .digest('base64url');
}
