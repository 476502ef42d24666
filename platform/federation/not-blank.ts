import { Matches } from 'class-validator';

/** On a text that people read: spaces alone are none. */
export function NotBlank(): PropertyDecorator {
  return Matches(/\S/, { message: '$property must not be blank' });
}
