import type { EntityManager } from '@mikro-orm/postgresql';
import type { EuropassCredential, EuropassLearningOutcome } from '../../../integrations/europass/port.ts';
import type { LanguageMap } from '../../../integrations/language-map.ts';
import type { LinkedInCredential } from '../../../integrations/linkedin/port.ts';
import { Achievement, LearningOutcomeType } from '../achievements/achievement.ts';
import type { LocalisedText } from '../achievements/localised-text.ts';
import type { Credential } from '../credentials/credential.ts';
import { Issuer } from '../issuers/issuer.ts';
import type { Addresses } from '../open-badges/addresses.ts';

/** What is told of a credential, whoever it is told to. */
export interface CredentialFacts {
  id: string;
  url: string;
  imageUrl: string;
  name: LanguageMap;
  description: LanguageMap | null;
  issuer: { name: string; url: string };
  holderName: string | null;
  achievementUrl: string;
  learningOutcomes: readonly EuropassLearningOutcome[];
  skkniCode: string | null;
  aqrfLevel: number | null;
  score: number | null;
  certificateNumber: string | null;
  issuedAt: Date;
  expiresAt: Date | null;
}

const outcomeTypes: Record<LearningOutcomeType, EuropassLearningOutcome['type']> = {
  [LearningOutcomeType.KNOWLEDGE]: 'Knowledge',
  [LearningOutcomeType.SKILL]: 'Skill',
  [LearningOutcomeType.COMPETENCE]: 'Competence',
};

/**
 * Gathers the facts of credentials, in their order, by two statements however many they are. What was issued
 * before there were achievements tells what it holds itself. `em` must see all issuers and achievements.
 */
export async function factsOf(
  em: EntityManager,
  credentials: readonly Credential[],
  addresses: Addresses,
): Promise<CredentialFacts[]> {
  const achievementIds = credentials.flatMap(({ achievementId }) => achievementId ?? []);
  const issuerIds = [...new Set(credentials.map(({ organisationId }) => organisationId))];
  const achievements = new Map(
    (await em.find(Achievement, { id: { $in: achievementIds } })).map((row) => [row.id, row]),
  );
  const issuers = new Map((await em.find(Issuer, { id: { $in: issuerIds } })).map((row) => [row.id, row]));
  return credentials.map((credential) => {
    const achievement = credential.achievementId ? achievements.get(credential.achievementId) : undefined;
    const url = addresses.badge(credential.id);
    return {
      id: credential.id,
      url,
      imageUrl: addresses.image(credential.id),
      name: achievement ? languageMap(achievement.name) : { id: credential.name },
      description: descriptionOf(credential, achievement),
      issuer: {
        name: issuers.get(credential.organisationId)?.name ?? addresses.publicUrl,
        url: addresses.issuer(credential.organisationId),
      },
      holderName: credential.holderName,
      achievementUrl: achievement ? addresses.achievement(achievement.id) : `${url}#achievement`,
      learningOutcomes: (achievement?.learningOutcomes ?? []).map(({ type, description }) => ({
        type: outcomeTypes[type],
        description,
      })),
      skkniCode: credential.skkniCode ?? achievement?.skkniCode ?? null,
      aqrfLevel: credential.aqrfLevel ?? achievement?.aqrfLevel ?? null,
      score: credential.score,
      certificateNumber: credential.certificateNumber,
      issuedAt: credential.issuedAt,
      expiresAt: credential.expiresAt,
    };
  });
}

function descriptionOf(credential: Credential, achievement: Achievement | undefined): LanguageMap | null {
  if (achievement) return languageMap(achievement.description);
  return credential.description === null ? null : { id: credential.description };
}

function languageMap({ indonesian, english }: LocalisedText): LanguageMap {
  return { id: indonesian, ...(english && { en: english }) };
}

export function forLinkedIn(facts: CredentialFacts): LinkedInCredential {
  const { id, url, name, description, issuer, issuedAt, expiresAt, imageUrl } = facts;
  return { id, url, name, description, issuerName: issuer.name, issuedAt, expiresAt, imageUrl };
}

/** `did` stands for the holder. */
export function forEuropass(facts: CredentialFacts, did: string): EuropassCredential {
  const { url, issuer, issuedAt, expiresAt, name, description, learningOutcomes, aqrfLevel, skkniCode } =
    facts;
  const achievement = {
    url: facts.achievementUrl,
    name,
    description,
    learningOutcomes,
    aqrfLevel,
    skkniCode,
  };
  return { url, issuer, issuedAt, expiresAt, holder: { did, name: facts.holderName ?? '' }, achievement };
}
