import { inLanguage } from '../language-map.ts';
import { byLanguage } from './contract.ts';
import type { EuropassCredential } from './port.ts';

/** What the document tells besides what Europass’s endpoint is told. */
export interface EdcFacts extends Omit<EuropassCredential, 'holder'> {
  id: string;
  holderName: string | null;
  certificateNumber: string | null;
  /** 0 to 100. */
  score: number | null;
}

const authority = 'http://publications.europa.eu/resource/authority';
const languageCodes: Record<string, readonly [code: string, label: string]> = {
  id: ['IND', 'Indonesian'],
  en: ['ENG', 'English'],
};

/**
 * The credential in the European Learning Model 3 (profile edc-generic-full), unsealed: what an issuer of
 * European Digital Credentials takes in and seals. Levels of other frameworks and Indonesian codes stand in
 * notes and identifiers, since the model’s own lists do not hold them.
 */
export function edcDocument(facts: EdcFacts): Record<string, unknown> {
  const { achievement, issuer } = facts;
  const title = byLanguage(achievement.name);
  const description = byLanguage(achievement.description ?? '');
  const described = { title, ...(Object.keys(description).length > 0 && { description }) };
  const awardingBody = organisation(issuer);
  const awardedBy = (id: number) => ({
    id: `urn:epass:awardingProcess:${id}`,
    type: 'AwardingProcess',
    awardingBody,
    awardingDate: facts.issuedAt.toISOString(),
  });
  return {
    '@context': ['https://www.w3.org/2018/credentials/v1', 'http://data.europa.eu/snb/model/context/edc-ap'],
    id: `urn:credential:${facts.id}`,
    type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
    credentialSchema: {
      id: 'http://data.europa.eu/snb/model/ap/edc-generic-full',
      type: 'ShaclValidator2017',
    },
    credentialProfiles: concept('http://data.europa.eu/snb/credential', 'e34929035b', 'Generic', '25831c2'),
    displayParameter: displayParameter(described),
    issuer: awardingBody,
    issuanceDate: facts.issuedAt.toISOString(),
    issued: facts.issuedAt.toISOString(),
    validFrom: facts.issuedAt.toISOString(),
    ...(facts.expiresAt && {
      expirationDate: facts.expiresAt.toISOString(),
      validUntil: facts.expiresAt.toISOString(),
    }),
    credentialSubject: {
      id: 'urn:epass:person:1',
      type: 'Person',
      ...(facts.holderName && { fullName: { id: facts.holderName, en: facts.holderName } }),
      hasClaim: {
        id: 'urn:epass:learningAchievement:1',
        type: 'LearningAchievement',
        ...described,
        ...(facts.certificateNumber && {
          identifier: identifier(1, facts.certificateNumber, 'Certificate number'),
        }),
        awardedBy: awardedBy(1),
        ...(facts.score !== null && {
          provenBy: {
            id: 'urn:epass:learningAssessment:1',
            type: 'LearningAssessment',
            title: { id: 'Nilai akhir', en: 'Final score' },
            grade: note(1, { en: `${facts.score} / 100` }),
            awardedBy: awardedBy(2),
          },
        }),
        specifiedBy: specification(achievement, described),
      },
    },
  };
}

function specification(achievement: EdcFacts['achievement'], described: object) {
  const { aqrfLevel, skkniCode, learningOutcomes, url } = achievement;
  return {
    id: 'urn:epass:learningAchievementSpec:1',
    type: 'LearningAchievementSpecification',
    ...described,
    homepage: { id: 'urn:epass:webResource:2', type: 'WebResource', contentURL: url },
    ...(skkniCode && { identifier: identifier(2, skkniCode, 'SKKNI') }),
    ...(aqrfLevel !== null && {
      additionalNote: note(2, { en: `ASEAN Qualifications Reference Framework (AQRF), level ${aqrfLevel}` }),
    }),
    ...(learningOutcomes.length > 0 && {
      learningOutcome: learningOutcomes.map(({ type, description }, index) => ({
        id: `urn:epass:learningOutcome:${index + 1}`,
        type: 'LearningOutcome',
        title: { en: inLanguage(description, 'en') },
        additionalNote: note(index + 3, { en: type }),
      })),
    }),
  };
}

function organisation({ url, name }: EdcFacts['issuer']) {
  return {
    id: 'urn:epass:org:1',
    type: 'Organisation',
    legalName: { id: name, en: name },
    homepage: { id: 'urn:epass:webResource:1', type: 'WebResource', contentURL: url },
    location: {
      id: 'urn:epass:location:1',
      type: 'Location',
      address: {
        id: 'urn:epass:address:1',
        type: 'Address',
        countryCode: {
          ...concept(`${authority}/country`, 'IDN', 'Indonesia'),
          notation: 'country',
        },
      },
    },
  };
}

/** The languages that it can be shown in; the first is the one that it was written in. */
function displayParameter(described: { title: Record<string, string>; description?: object }) {
  const languages = Object.keys(described.title).flatMap((tag) => {
    const [code, label] = languageCodes[tag] ?? [];
    if (!code || !label) return [];
    return [{ ...concept(`${authority}/language`, code, label), notation: 'language' }];
  });
  const [primaryLanguage] = languages;
  return {
    id: 'urn:epass:displayParameter:1',
    type: 'DisplayParameter',
    ...described,
    ...(primaryLanguage && { language: languages, primaryLanguage }),
  };
}

/** An entry of one of the model’s lists. Those of the data portal are themselves entries, under `root`. */
function concept(list: string, code: string, label: string, root?: string) {
  const inScheme = { id: root ? `${list}/${root}` : list, type: 'ConceptScheme' };
  return { id: `${list}/${code}`, type: 'Concept', inScheme, prefLabel: { en: label } };
}

function identifier(number: number, notation: string, schemeName: string) {
  return { id: `urn:epass:identifier:${number}`, type: 'Identifier', notation, schemeName };
}

function note(number: number, noteLiteral: Record<string, string>) {
  return { id: `urn:epass:note:${number}`, type: 'Note', noteLiteral };
}
