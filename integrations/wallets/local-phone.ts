import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { invalid } from '../../platform/errors.ts';

/**
 * `+6281234567890` as `081234567890`, the form that LinkAja and OVO want. Throws a VALIDATION_ERROR
 * for a number that is no Indonesian mobile number: these wallets have no other customers.
 */
export function toLocalPhone(e164: string): string {
  const local = parsePhoneNumberFromString(e164);
  const digits = local?.formatNational().replace(/\D/g, '') ?? '';
  if (local?.country !== 'ID' || !/^08\d{7,12}$/.test(digits))
    throw invalid('customer.phone', 'is no Indonesian mobile number, which this wallet needs');
  return digits;
}
