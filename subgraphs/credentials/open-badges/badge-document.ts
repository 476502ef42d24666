import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Achievement } from '../achievements/achievement.ts';
import { inLanguage, type LocalisedText } from '../achievements/localised-text.ts';
import type { Issuer } from '../issuers/issuer.ts';
import type { StatusPlace } from '../status-lists/status-list.ts';
import type { Addresses } from './addresses.ts';
import { credentialsContext, openBadgesContext } from './contexts.ts';
import { seconds } from './data-integrity.ts';

/** What a badge says of one person. */
export interface BadgeFacts {
  id: string;
  issuer: Issuer;
  achievement: Achievement;
  holderName: string;
  score: number | null;
  certificateNumber: string | null;
  issuedAt: Date;
  expiresAt: Date | null;
  status: StatusPlace;
}

const frameworks = {
  skkni: { name: 'SKKNI', url: 'https://skkni.kemnaker.go.id/' },
  aqrf: { name: 'ASEAN Qualifications Reference Framework (AQRF)', url: 'https://asean.org/' },
};

/**
 * An Open Badges 3.0 credential as it is signed. It holds no national identity number and no name: who holds
 * it is a new random URN, and the name a salted hash, so that whoever knows it can check it.
 */
export function badgeDocument(facts: BadgeFacts, addresses: Addresses) {
  const { achievement, issuer } = facts;
  const { description, email, imageUrl } = issuer;
  return {
    '@context': [credentialsContext, openBadgesContext],
    id: addresses.badge(facts.id),
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: inLanguage(achievement.name, 'id'),
    image: { id: addresses.image(facts.id), type: 'Image' },
    issuer: {
      id: addresses.issuerDid(issuer.id),
      type: ['Profile'],
      name: issuer.name,
      url: issuer.url ?? addresses.issuer(issuer.id),
      ...(email !== null && { email }),
      ...(description !== null && { description }),
      ...(imageUrl !== null && { image: { id: imageUrl, type: 'Image' } }),
    },
    validFrom: seconds(facts.issuedAt),
    ...(facts.expiresAt && { validUntil: seconds(facts.expiresAt) }),
    credentialSubject: {
      id: `urn:uuid:${randomUUID()}`,
      type: ['AchievementSubject'],
      identifier: [hashedName(facts.holderName)],
      ...(facts.certificateNumber !== null && { licenseNumber: facts.certificateNumber }),
      ...(facts.score !== null && {
        result: [
          {
            type: ['Result'],
            resultDescription: scoreOf(achievement, addresses),
            value: String(facts.score),
          },
        ],
      }),
      achievement: achievementDocument(achievement, addresses),
    },
    credentialStatus: statusEntry(facts.status, addresses),
  };
}

/** An achievement as Open Badges 3.0 describes it. */
export function achievementDocument(achievement: Achievement, addresses: Addresses) {
  const id = addresses.achievement(achievement.id);
  const { skkniCode, aqrfLevel, imageUrl } = achievement;
  const alignment = [
    ...(skkniCode === null ? [] : [alignmentTo('skkni', skkniCode, `SKKNI ${skkniCode}`)]),
    ...(aqrfLevel === null ? [] : [alignmentTo('aqrf', String(aqrfLevel), `AQRF ${aqrfLevel}`)]),
  ];
  return {
    id,
    type: ['Achievement'],
    achievementType: 'Certificate',
    inLanguage: 'id',
    name: inLanguage(achievement.name, 'id'),
    description: inLanguage(achievement.description, 'id'),
    criteria: { id, narrative: narrativeOf(achievement) },
    image: { id: imageUrl ?? addresses.image(achievement.id), type: 'Image' },
    ...(alignment.length > 0 && { alignment }),
    ...(hasEnglish(achievement.name) && {
      related: [{ id: `${id}?lang=en`, type: ['Related'], inLanguage: 'en' }],
    }),
    resultDescription: [
      {
        id: scoreOf(achievement, addresses),
        type: ['ResultDescription'],
        name: 'Nilai akhir',
        resultType: 'Percent',
        valueMin: '0',
        valueMax: '100',
      },
    ],
  };
}

/** The `sha256$...` of a name with its salt, as Open Badges 3.0 writes an identity that is not to be read. */
export function identityHash(name: string, salt: string): string {
  return `sha256$${createHash('sha256')
    .update(name.normalize('NFC') + salt)
    .digest('hex')}`;
}

function hashedName(name: string) {
  const salt = randomBytes(16).toString('hex');
  return {
    type: 'IdentityObject',
    hashed: true,
    identityHash: identityHash(name, salt),
    identityType: 'name',
    salt,
  };
}

/**
 * Open Badges allows one status entry. It names the list in which a bit says `not to be accepted now`:
 * suspended, or revoked.
 */
function statusEntry({ listId, place }: StatusPlace, addresses: Addresses) {
  const list = addresses.statusList(listId, 'suspension');
  return {
    id: `${list}#${place}`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'suspension',
    statusListIndex: String(place),
    statusListCredential: list,
  };
}

function alignmentTo(framework: keyof typeof frameworks, targetCode: string, targetName: string) {
  const { name, url } = frameworks[framework];
  return { type: ['Alignment'], targetCode, targetName, targetFramework: name, targetUrl: url };
}

function narrativeOf({ criteria, name, learningOutcomes }: Achievement): string {
  const text = criteria ? inLanguage(criteria, 'id') : `Menyelesaikan ${inLanguage(name, 'id')}.`;
  return [text, ...learningOutcomes.map(({ type, description }) => `- ${type}: ${description}`)].join('\n');
}

function scoreOf(achievement: Achievement, addresses: Addresses): string {
  return `${addresses.achievement(achievement.id)}#score`;
}

function hasEnglish(text: LocalisedText): boolean {
  return typeof text.english === 'string';
}
