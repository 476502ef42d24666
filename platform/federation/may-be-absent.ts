import { ValidateIf } from 'class-validator';

/** On a field of an update that may be left out but not cleared: absent is fine, null is checked like any value. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_input, value) => value !== undefined);
}
