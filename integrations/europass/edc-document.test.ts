import { describe, expect, it } from '@jest/globals';
import { type EdcFacts, edcDocument } from './edc-document.ts';

const facts: EdcFacts = {
  id: '550e8400-e29b-41d4-a716-446655440000',
  url: 'https://hub.example/credentials/badges/550e8400-e29b-41d4-a716-446655440000',
  issuer: { url: 'https://hub.example/issuers/lpk', name: 'LPK Teknologi Indonesia' },
  issuedAt: new Date('2024-07-15T10:30:00Z'),
  expiresAt: new Date('2029-07-15T10:30:00Z'),
  holderName: 'Siti Rahmawati',
  certificateNumber: 'CERT-2024-001234',
  score: 92.5,
  achievement: {
    url: 'https://hub.example/achievements/1',
    name: { id: 'Pengembangan', en: 'Development' },
    description: { id: 'Mampu' },
    learningOutcomes: [
      { type: 'Knowledge', description: 'Microservices' },
      { type: 'Skill', description: 'Cloud' },
    ],
    aqrfLevel: 6,
    skkniCode: 'SKKNI-IT-2023-001',
  },
};

/** Every object in the document that has an id. */
function nodesOf(value: unknown): { id: string; type?: unknown }[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(nodesOf);
  return 'type' in value ? [value as unknown as { id: string }, ...inside] : inside;
}

describe('the European document', () => {
  const document = JSON.parse(JSON.stringify(edcDocument(facts)));

  it('says what the credential says, in the words of the European Learning Model', () => {
    expect(document).toMatchObject({
      '@context': [
        'https://www.w3.org/2018/credentials/v1',
        'http://data.europa.eu/snb/model/context/edc-ap',
      ],
      type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
      issuer: { type: 'Organisation', legalName: { id: 'LPK Teknologi Indonesia' } },
      validUntil: '2029-07-15T10:30:00.000Z',
      credentialSubject: {
        type: 'Person',
        fullName: { id: 'Siti Rahmawati' },
        hasClaim: {
          type: 'LearningAchievement',
          title: { id: 'Pengembangan', en: 'Development' },
          identifier: { notation: 'CERT-2024-001234' },
          awardedBy: { type: 'AwardingProcess', awardingBody: { id: document.issuer.id } },
          provenBy: { grade: { noteLiteral: { en: '92.5 / 100' } } },
          specifiedBy: {
            identifier: { notation: 'SKKNI-IT-2023-001' },
            learningOutcome: [{ title: { en: 'Microservices' } }, { title: { en: 'Cloud' } }],
          },
        },
      },
    });
  });

  it('gives each of its parts an id and a type, and no two parts that differ the same', () => {
    const known = new Map<string, string>();
    for (const node of nodesOf(document)) {
      expect(node.id).toMatch(/^(urn:|http:\/\/)/);
      const text = JSON.stringify(node);
      expect(known.get(node.id) ?? text).toBe(text);
      known.set(node.id, text);
    }
    expect(known.size).toBeGreaterThan(15);
  });

  it('leaves out what there is not', () => {
    const achievement = { ...facts.achievement, aqrfLevel: null, skkniCode: null, learningOutcomes: [] };
    const sparse = { expiresAt: null, holderName: null, certificateNumber: null, score: null };
    const text = JSON.stringify(edcDocument({ ...facts, ...sparse, achievement }));
    for (const absent of [
      'validUntil',
      'expirationDate',
      'fullName',
      'provenBy',
      'identifier',
      'learningOutcome',
      'null',
    ])
      expect(text).not.toContain(`"${absent}"`);
    expect(text).not.toContain('null');
  });
});
