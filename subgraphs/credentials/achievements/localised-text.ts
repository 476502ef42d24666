import { IsOptional, Length } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { NotBlank } from '../../../platform/federation/not-blank.ts';

@ObjectType('LocalisedText', { description: 'A text in Indonesian, and in English where there is one.' })
@InputType('LocalisedTextInput', { description: 'A text in Indonesian, and in English where there is one.' })
export class LocalisedText {
  @Field(() => String, { description: 'In Indonesian, at most 10,000 characters.' })
  @NotBlank()
  @Length(1, 10_000)
  indonesian!: string;

  @Field(() => String, { nullable: true, description: 'In English, at most 10,000 characters.' })
  @IsOptional()
  @NotBlank()
  @Length(1, 10_000)
  english?: string | null;
}

export type Language = 'id' | 'en';

/** `text` in `language`, or in the other one when there is none in it. */
export function inLanguage(text: LocalisedText, language: Language): string {
  return language === 'en' ? (text.english ?? text.indonesian) : text.indonesian;
}
