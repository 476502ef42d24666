import { Matches } from 'class-validator';

/**
 * On a name that strangers are shown and decide by: one line, without the marks by which it could turn round what
 * stands beside it (Unicode Standard Annex 9).
 */
export function OneLine(): PropertyDecorator {
  return Matches(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, {
    message: '$property must be one line, without control characters and marks of direction',
  });
}
