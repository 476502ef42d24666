import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/trailing-slashes.ts';
import { inLanguage } from '../language-map.ts';
import type { LinkedInAccepted, LinkedInCredential, LinkedInMember, LinkedInShare } from './port.ts';

const address = z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes);

export const linkedinConfiguration = z.object({
  /** Base URL; unset means that LinkedIn is not configured. */
  LINKEDIN_API_URL: z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes),
  /** LinkedIn's authorization server, as a browser reaches it. */
  LINKEDIN_AUTH_URL: z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes),
  /** The same server as the hub reaches it, where that is another address. */
  LINKEDIN_TOKEN_URL: z.url({ protocol: /^https?$/ }).optional(),
  LINKEDIN_CLIENT_ID: z.string().min(1),
  LINKEDIN_CLIENT_SECRET: z.string().min(1),
});
export type LinkedinConfiguration = z.output<typeof linkedinConfiguration>;

export const linkedinScope = 'openid profile email w_member_social';

/** Sent with ugcPosts; without it LinkedIn reads the body by older rules. */
export const restliVersion = { 'x-restli-protocol-version': '2.0.0' };

const text = z.string().min(1);
const epochMs = z.int().min(0);

export const linkedinToken = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: z.coerce.number().positive(),
});

export const linkedinUserinfo = z
  .object({ sub: text, name: z.string().nullish(), given_name: z.string().nullish() })
  .transform(
    ({ sub, name, given_name }): LinkedInMember => ({ personId: sub, name: name || given_name || '' }),
  );

export const linkedinCertification = z.strictObject({
  activityType: z.literal('COURSE_COMPLETION'),
  completedAt: epochMs,
  name: text,
  description: text,
  url: address,
  organizationName: text,
  issueDate: epochMs,
  expirationDate: epochMs.optional(),
  credentialId: text,
  credentialUrl: address,
  image: z.strictObject({ url: address }).optional(),
});

export const linkedinPost = z.strictObject({
  author: z.string().regex(/^urn:li:person:.+$/),
  lifecycleState: z.literal('PUBLISHED'),
  specificContent: z.strictObject({
    'com.linkedin.ugc.ShareContent': z.strictObject({
      shareCommentary: z.strictObject({ text: z.string().max(3000) }),
      shareMediaCategory: z.literal('ARTICLE'),
      media: z
        .array(
          z.strictObject({
            status: z.literal('READY'),
            description: z.strictObject({ text }),
            media: address,
            title: z.strictObject({ text }),
          }),
        )
        .length(1),
    }),
  }),
  visibility: z.strictObject({ 'com.linkedin.ugc.MemberNetworkVisibility': z.literal('PUBLIC') }),
});

export const linkedinAccepted = z
  .object({ id: z.coerce.string().nullish() })
  .transform(({ id }): LinkedInAccepted => ({ id: id ?? null }));

/** The body of `POST /learningActivityReports`, in American English where the credential has it. */
export function certificationOf(credential: LinkedInCredential): z.input<typeof linkedinCertification> {
  const { id, url, issuerName, issuedAt, expiresAt, imageUrl } = credential;
  const name = inLanguage(credential.name, 'en-US');
  return {
    activityType: 'COURSE_COMPLETION',
    completedAt: issuedAt.getTime(),
    name,
    description: inLanguage(credential.description ?? '', 'en-US') || name,
    url,
    organizationName: issuerName,
    issueDate: issuedAt.getTime(),
    ...(expiresAt && { expirationDate: expiresAt.getTime() }),
    credentialId: id,
    credentialUrl: url,
    ...(imageUrl && { image: { url: imageUrl } }),
  };
}

/** The body of `POST /ugcPosts`. */
export function postOf({
  personId,
  credential,
  comment,
  language,
}: LinkedInShare): z.input<typeof linkedinPost> {
  const name = inLanguage(credential.name, language);
  const description = inLanguage(credential.description ?? '', language) || name;
  return {
    author: `urn:li:person:${personId}`,
    lifecycleState: 'PUBLISHED',
    specificContent: {
      'com.linkedin.ugc.ShareContent': {
        shareCommentary: { text: comment },
        shareMediaCategory: 'ARTICLE',
        media: [
          {
            status: 'READY',
            description: { text: description },
            media: credential.url,
            title: { text: name },
          },
        ],
      },
    },
    visibility: { 'com.linkedin.ugc.MemberNetworkVisibility': 'PUBLIC' },
  };
}
