import { OAuthClientType } from './oauth-client-type.ts';

const longest = 2000;
const loopback = new Set(['127.0.0.1', '[::1]']);

/**
 * Why an app of this type cannot be led back to `text`; null when it can. It must be in its normal form, so
 * that nobody reads another address out of it than was compared (RFC 9700 section 4.1, RFC 8252 section 7).
 */
export function whyNoRedirectUri(text: string, type: OAuthClientType): string | null {
  if (text.length > longest) return `must have at most ${longest} characters`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return 'must be a whole address, such as https://app.example/callback';
  if (text.includes('#')) return 'must have no fragment (#)';
  if (url.username || url.password || text.includes('@')) return 'must hold no user and no password';
  if (text.includes('*')) return 'must be the very address, without wildcards (*)';
  if (url.href !== text && url.href !== `${text}/`) return `must be written as ${url.href}`;
  if (url.protocol === 'https:') return null;
  if (type === OAuthClientType.WEB) return 'must begin with https://';
  if (url.protocol === 'http:') {
    return loopback.has(url.hostname)
      ? null
      : 'may begin with http:// only for 127.0.0.1 or [::1], where any port then fits';
  }
  return url.protocol.includes('.')
    ? null
    : 'must begin with https://, or with a scheme of the app’s own, such as com.example.app:/callback';
}
