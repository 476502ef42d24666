import { ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * Whether `value` can be an Indonesian national identity number (NIK): 16 digits, of which the
 * seventh to twelfth are the date of birth (day plus 40 for women), month and year.
 */
export function isNik(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{16}$/.test(value)) return false;
  const written = Number(value.slice(6, 8));
  const day = written > 40 ? written - 40 : written;
  const month = Number(value.slice(8, 10));
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/** class-validator rule for a NIK. */
export function IsNik(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isNik',
      validator: {
        validate: isNik,
        defaultMessage: () => 'nik must be a national identity number of 16 digits',
      },
    },
    options,
  );
}

/** All but the last four digits hidden: `************0001`. */
export function maskNik(nik: string): string {
  return '*'.repeat(12) + nik.slice(-4);
}
