import type { ZodType } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How one outside system is configured: `schema` is an object over environment variable names. */
export interface VendorSettings<T> {
  /** For messages to the operator. */
  title: string;
  /** The variable that holds the base URL; unset or empty means that the system is not configured. */
  addressVariable: string;
  schema: ZodType<T>;
}

export type VendorConfiguration<T> =
  | { state: 'not configured' }
  | { state: 'configured'; configuration: T }
  | { state: 'wrong'; problems: string[] };

/** Reads one outside system's variables. Problems name the variable and never show its value. */
export function readVendorConfiguration<T>(
  settings: VendorSettings<T>,
  environment: Environment,
): VendorConfiguration<T> {
  if (!environment[settings.addressVariable]) return { state: 'not configured' };
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = settings.schema.safeParse(given);
  if (parsed.success) return { state: 'configured', configuration: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => {
    const variable = path.join('.');
    return given[variable] === undefined
      ? `${variable} is missing: ${settings.title} needs it, since ${settings.addressVariable} is set`
      : `${variable} is wrong: ${message}`;
  });
  return { state: 'wrong', problems };
}
