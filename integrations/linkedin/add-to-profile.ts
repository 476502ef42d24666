import { inLanguage } from '../language-map.ts';
import type { LinkedInCredential } from './port.ts';

/** The year and month of a moment in Jakarta, where the certificate says its date. */
const monthOf = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Jakarta',
  year: 'numeric',
  month: 'numeric',
});

/**
 * LinkedIn's own form for a certification, filled in: whoever opens it is asked by LinkedIn to add the
 * credential to their profile. Needs neither a connection nor any configuration.
 */
export function addToProfileUrl(credential: LinkedInCredential): string {
  const url = new URL('https://www.linkedin.com/profile/add');
  const { searchParams } = url;
  searchParams.set('startTask', 'CERTIFICATION_NAME');
  searchParams.set('name', inLanguage(credential.name, 'en-US'));
  searchParams.set('organizationName', credential.issuerName);
  setMonth(searchParams, 'issue', credential.issuedAt);
  if (credential.expiresAt) setMonth(searchParams, 'expiration', credential.expiresAt);
  searchParams.set('certUrl', credential.url);
  searchParams.set('certId', credential.id);
  return url.href;
}

function setMonth(parameters: URLSearchParams, prefix: string, moment: Date): void {
  const parts = new Map(monthOf.formatToParts(moment).map(({ type, value }) => [type, value]));
  parameters.set(`${prefix}Year`, String(Number(parts.get('year'))));
  parameters.set(`${prefix}Month`, String(Number(parts.get('month'))));
}
