import { z } from 'zod';
import { addressEntryProblem } from './http-client/address-list.ts';
import { StartError } from './start-error.ts';
import { withoutTrailingSlashes } from './trailing-slashes.ts';

/** The environment variables are not such that the hub can start; `message` lists everything that is wrong. */
export class ConfigError extends StartError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads each part's variables from the environment. A part is a schema of an object whose keys are the
 * names of variables; a variable that is empty counts as absent. Values are never repeated in messages,
 * since some are secret.
 *
 * @param furtherProblems what others found wrong with the same environment, one line each
 * @throws ConfigError with the problems of all parts at once.
 */
export function readEnvironment<Parts extends Record<string, z.ZodType>>(
  parts: Parts,
  environment: Readonly<Record<string, string | undefined>>,
  furtherProblems: readonly string[] = [],
): { [Part in keyof Parts]: z.output<Parts[Part]> } {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const values: Record<string, unknown> = {};
  const problems = new Set<string>();
  for (const [part, schema] of Object.entries(parts)) {
    const result = schema.safeParse(present, { error: describeIssue });
    if (result.success) values[part] = result.data;
    else for (const issue of result.error.issues) problems.add(`${issue.path.join('.')}: ${issue.message}`);
  }
  for (const problem of furtherProblems) problems.add(problem);
  if (problems.size > 0) throw new ConfigError([...problems]);
  return values as { [Part in keyof Parts]: z.output<Parts[Part]> };
}

function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.join(', ')}`;
  return undefined;
}

/** A TCP port; 0 takes a free one. */
export const portVariable = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'must be a port number from 0 to 65535')
  .transform(Number);

/** A whole number of something, at least 1. */
export const countVariable = z
  .string()
  .refine((text) => /^[1-9]\d{0,8}$/.test(text), 'must be a whole number from 1 to 999999999')
  .transform(Number);

/** An http(s) address, without its trailing slash. */
export const urlVariable = z
  .string()
  .refine((text) => {
    const url = URL.parse(text);
    return url !== null && (url.protocol === 'http:' || url.protocol === 'https:');
  }, 'must be an address such as https://hub.example.org')
  .transform(withoutTrailingSlashes);

/** An http(s) address without a path: what is served under it has paths of its own, from the root. */
export const publicUrlVariable = urlVariable.refine((text) => {
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && search === '' && hash === '';
}, 'must be an address without a path, such as https://hub.example.org: OAuth, did:web and callbacks stand at the root of it');

/** Addresses and networks, separated by commas. */
export const addressListVariable = z.string().transform((text, context) => {
  const entries = text.split(',').map((entry) => entry.trim());
  if (entries.every((entry) => addressEntryProblem(entry) === null)) return entries;
  context.addIssue('must be addresses and networks such as 10.0.0.7,192.168.0.0/16');
  return z.NEVER;
});

/** Origins of pages, separated by commas; `*` for all, `none`. */
export const originsVariable = z.string().transform((text, context) => {
  if (text === '*') return text;
  if (text === 'none') return [];
  const origins = text.split(',').map((origin) => origin.trim());
  // An asterisk could be a part of a host's name, and would be meant for any.
  if (origins.every((origin) => URL.parse(origin)?.origin === origin && !origin.includes('*')))
    return origins;
  context.addIssue(
    'must be *, none, or origins without a path such as https://app.example,http://localhost:5173',
  );
  return z.NEVER;
});

/** The address of a PostgreSQL database. */
export const databaseUrlVariable = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''),
    'must be an address such as postgres://user:password@host:5432/hub',
  );

/** The address of a Redis. */
export const redisUrlVariable = z
  .string()
  .refine(
    (text) => /^rediss?:$/.test(URL.parse(text)?.protocol ?? ''),
    'must be an address such as redis://redis:6379',
  );

const millisecondsPerUnit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Lengths of time, separated by commas; in milliseconds when read. */
export const durationsVariable = z.string().transform((text, context) => {
  const durations = text.split(',').map((part) => parseDuration(part.trim()));
  const known = durations.filter((duration) => duration !== null);
  if (known.length === durations.length) return known;
  context.addIssue('must be lengths of time such as 1m,5m,15m,60m');
  return z.NEVER;
});

function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  const unit = match?.[2] as keyof typeof millisecondsPerUnit | undefined;
  return match && unit ? Number(match[1]) * millisecondsPerUnit[unit] : null;
}

/** A key of 32 bytes, in hexadecimal or base64. */
export const keyVariable = z.string().transform((text, context) => {
  const key = parseKey(text);
  if (key) return key;
  context.addIssue('must be 32 bytes in base64 or hexadecimal (openssl rand -base64 32)');
  return z.NEVER;
});

/** Keys by their id, and the id of the one that new values are made with. */
export interface KeyRing {
  keys: ReadonlyMap<string, Buffer>;
  current: string;
}

/**
 * One key, or several separated by commas, each with an id before it: `2026:KEY,2025:KEY`. The first
 * one is current, the others still open what was made with them. A key without an id has the id `1`.
 */
export const keyRingVariable = z.string().transform((text, context): KeyRing => {
  const keys = new Map<string, Buffer>();
  for (const entry of text.split(',')) {
    const [, id = '1', encoded = ''] = /^(?:([A-Za-z0-9_-]{1,32}):)?(.+)$/.exec(entry.trim()) ?? [];
    const key = parseKey(encoded);
    if (!key || keys.has(id)) {
      context.addIssue(
        'must be 32 bytes in base64 or hexadecimal (openssl rand -base64 32), or several such keys as ID:KEY,ID:KEY',
      );
      return z.NEVER;
    }
    keys.set(id, key);
  }
  return { keys, current: keys.keys().next().value ?? '' };
});

function parseKey(text: string): Buffer | null {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, 'hex');
  const key = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : null;
  return key?.length === 32 ? key : null;
}
