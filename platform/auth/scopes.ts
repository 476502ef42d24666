/** Every scope that a key can hold, with the words that tell a person what it allows. */
export const scopeRegistry = {
  read: 'Read everything that the caller may see.',
  write: 'Change everything that the caller may change.',
  admin: 'Administer: organisations, users and keys, besides everything that read and write allow.',
  'identity:read': 'Read organisations, users and students.',
  'identity:write': 'Create and change users and students.',
  'training:read': 'Read programs, enrolments and their submissions to the ministry.',
  'training:write': 'Create and change programs and enrolments, and submit them to the ministry.',
  'credentials:read': 'Read credentials.',
  'credentials:write': 'Issue and change credentials.',
  'credentials:share':
    'Take one’s own credentials elsewhere (LinkedIn, Europass), and decide how much of one’s name their pages show.',
  'payments:read': 'Read payments and refunds.',
  'payments:write': 'Create, verify, cancel and refund payments, with any amount.',
  'payments:pay': 'Pay one’s own enrolments at exactly the fee of the program.',
  'permits:read': 'Read permits.',
  'permits:write': 'Change permits.',
  'permits:manage':
    'Look after the mirror of the permit registry: its configuration, its runs, whose a permit is. Implied by admin alone, and only for the operator and agencies.',
  'permits:all':
    'See every permit, whomever it belongs to, as an agency does. Never implied; the operator gives it.',
  'exchange:read': 'Read the registry of integrations.',
  'exchange:write': 'Change integrations.',
  'webhooks:manage':
    'Create and change webhooks, and read what was sent to them. Implied by admin alone, since a webhook sends data out.',
  'students:nik': 'See a student’s national identity number (NIK) in clear.',
} as const satisfies Record<string, string>;

export type Scope = keyof typeof scopeRegistry;

/**
 * Whether `held` allows `needed`. `read` and `write` allow every pair beneath them, `admin` allows
 * both; `students:nik` and `permits:all` are never implied.
 */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  if (held.includes(needed)) return true;
  if (needed === 'students:nik' || needed === 'permits:all') return false;
  if (held.includes('admin')) return true;
  if (needed === 'payments:pay') return held.includes('write') || held.includes('payments:write');
  if (needed === 'credentials:share') return held.includes('write') || held.includes('credentials:write');
  if (needed.endsWith(':read')) return held.includes('read');
  if (needed.endsWith(':write')) return held.includes('write');
  return false;
}
