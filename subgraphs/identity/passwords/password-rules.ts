import { commonPasswords } from './common-passwords.ts';

export const shortest = 12;
export const longest = 128;

/** What is wrong with a password that somebody chose. */
export type PasswordProblem = 'TOO_SHORT' | 'TOO_LONG' | 'COMMON' | 'EMAIL';

/**
 * What is wrong with `password` for whoever signs in with `email`; null when nothing is. Long ones with
 * nothing prescribed inside, as NIST SP 800-63B has it: neither what is among the first to be guessed nor
 * the e-mail itself.
 */
export function passwordProblem(password: string, email: string): PasswordProblem | null {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < shortest) return 'TOO_SHORT';
  if (characters.length > longest) return 'TOO_LONG';
  const plain = password.normalize('NFKC').toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  if (plain.includes(email.toLowerCase()) || plain === name) return 'EMAIL';
  const letters = plain.replace(/[\s._-]/g, '');
  if (commonPasswords.has(letters) || isMonotonous(letters)) return 'COMMON';
  return null;
}

/** Five different characters or fewer, or all of them in a row: `111111111111`, `abababababab`, `123456789012`. */
function isMonotonous(text: string): boolean {
  if (new Set(text).size < 5) return true;
  const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];
  return rows.some((row) => row.includes(text) || [...row].reverse().join('').includes(text));
}

const messages: Record<PasswordProblem, string> = {
  TOO_SHORT: `needs at least ${shortest} characters`,
  TOO_LONG: `may have at most ${longest} characters`,
  COMMON: 'is among the first that a guesser tries; choose another',
  EMAIL: 'must not be the e-mail address',
};

/** The problem in words, for a client of the graph. */
export function problemMessage(problem: PasswordProblem): string {
  return messages[problem];
}
