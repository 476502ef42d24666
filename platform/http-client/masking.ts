const secretNames =
  'access_token|refresh_token|id_token|token|client_secret|secret_key|secret|api_key|apikey|password|passphrase|authorization';
const inJson = new RegExp(`("(?:${secretNames})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"?`, 'gi');
// `t` is the token of the payer's return page.
const inForm = new RegExp(`(^|[?&])(${secretNames}|t)=[^&"'\\s<>]*`, 'gi');
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const nik = /(?<!\d)\d{12}(\d{4})(?!\d)/g;

/** All of them, for those who look whether they are quick. */
export const masks: readonly RegExp[] = [inJson, inForm, bearer, nik];

const keptBytes = 4096;

/** `text` without secrets and tokens, and with every 16-digit number (a NIK) as `************0001`. */
export function maskSecrets(text: string): string {
  return text
    .replace(inJson, '$1"[masked]"')
    .replace(inForm, '$1$2=[masked]')
    .replace(bearer, '$1 [masked]')
    .replace(nik, '************$1');
}

/**
 * A body as it may be kept: masked, at most 4 KiB of UTF-8, and without NUL, which PostgreSQL's text
 * cannot hold.
 */
export function keepable(body: string): string {
  const masked = maskSecrets(body).replaceAll('\0', '\uFFFD');
  const bytes = Buffer.from(masked);
  if (bytes.length <= keptBytes) return masked;
  // `stream` leaves out the character that the cut went through.
  return new TextDecoder().decode(bytes.subarray(0, keptBytes), { stream: true });
}
