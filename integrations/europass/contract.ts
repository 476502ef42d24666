import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/trailing-slashes.ts';
import { inLanguage, type LanguageMap } from '../language-map.ts';
import type { EuropassCredential, EuropassIssued } from './port.ts';

export const europassConfiguration = z.object({
  /** Base URL; unset means that Europass is not configured. */
  EUROPASS_API_URL: z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes),
  EUROPASS_API_KEY: z.string().min(1),
});
export type EuropassConfiguration = z.output<typeof europassConfiguration>;

const text = z.string().min(1);
const address = z.url({ protocol: /^https?$/ });
const languageMap = z.record(z.string(), text);

export const europassBody = z.strictObject({
  credential: z.strictObject({
    '@context': z.tuple([
      z.literal('https://www.w3.org/2018/credentials/v1'),
      z.literal('https://europa.eu/europass/credentials/v1'),
    ]),
    type: z.tuple([z.literal('VerifiableCredential'), z.literal('EuropassCredential')]),
    id: address,
    issuer: z.strictObject({ id: address, name: text }),
    issuanceDate: z.iso.datetime(),
    expirationDate: z.iso.datetime().optional(),
    credentialSubject: z.strictObject({
      id: z.string().regex(/^did:key:z[1-9A-HJ-NP-Za-km-z]+$/),
      achievement: z.strictObject({
        id: address,
        type: z.literal('Achievement'),
        name: languageMap,
        description: languageMap,
        learningOutcome: z.array(
          z.strictObject({ type: z.enum(['Knowledge', 'Skill', 'Competence']), description: text }),
        ),
        level: z.strictObject({ type: z.literal('AQRF'), value: z.int().min(1).max(8) }).optional(),
      }),
    }),
  }),
});

export const europassIssued = z
  .object({
    success: z.literal(true),
    data: z.object({ europass_credential_id: text, credential_url: address, qr_code: address }),
  })
  .transform(
    ({ data }): EuropassIssued => ({
      europassId: data.europass_credential_id,
      credentialUrl: data.credential_url,
      qrCode: data.qr_code,
    }),
  );

/** The body of `POST /credentials/issue`. An expiry date, a level or a description that there is not is left out. */
export function bodyOf(credential: EuropassCredential): z.input<typeof europassBody> {
  const { url, issuer, issuedAt, expiresAt, holder, achievement } = credential;
  const name = byLanguage(achievement.name);
  const description = byLanguage(achievement.description ?? '');
  return {
    credential: {
      '@context': ['https://www.w3.org/2018/credentials/v1', 'https://europa.eu/europass/credentials/v1'],
      type: ['VerifiableCredential', 'EuropassCredential'],
      id: url,
      issuer: { id: issuer.url, name: issuer.name },
      issuanceDate: issuedAt.toISOString(),
      ...(expiresAt && { expirationDate: expiresAt.toISOString() }),
      credentialSubject: {
        id: holder.did,
        achievement: {
          id: achievement.url,
          type: 'Achievement',
          name,
          description: Object.keys(description).length > 0 ? description : name,
          learningOutcome: achievement.learningOutcomes.map(({ type, description: learnt }) => ({
            type,
            description: inLanguage(learnt, 'en'),
          })),
          ...(achievement.aqrfLevel !== null && { level: { type: 'AQRF', value: achievement.aqrfLevel } }),
        },
      },
    },
  };
}

/**
 * A text by language alone (`en`, not `en-US`), as Europass has them. A plain string is Indonesian; empty
 * texts are left out.
 */
export function byLanguage(words: LanguageMap | string): Record<string, string> {
  const map: LanguageMap = typeof words === 'string' ? { id: words } : words;
  const languages = new Set(Object.keys(map).map((tag) => tag.split(/[-_]/)[0]?.toLowerCase() ?? ''));
  const texts = [...languages].map((language) => [language, inLanguage(map, language)] as const);
  return Object.fromEntries(texts.filter(([language, one]) => language !== '' && one.trim() !== ''));
}
