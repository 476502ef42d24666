import { parsePhoneNumberWithError } from 'libphonenumber-js';

/** A phone number that class-validator's `IsPhoneNumber('ID')` took, as E.164: `081234567890` is `+6281234567890`. */
export function e164(phone: string): string {
  return parsePhoneNumberWithError(phone, 'ID').number;
}
