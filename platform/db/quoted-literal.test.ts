import { describe, expect, it } from '@jest/globals';
import { escapeLiteral } from 'pg';
import { quotedLiteral } from './quoted-literal.ts';

const pieces = ["'", '\\', '"', 'a', ' ', '\n', '\u0000', '$', '?', 'é', '𝒳', "\\'", "';--"];

describe('a literal of SQL', () => {
  it('is quoted as by libpq, whatever quotes and backslashes are in it', () => {
    let state = 1;
    for (let round = 0; round < 5_000; round += 1) {
      let text = '';
      for (let length = round % 9; length > 0; length -= 1) {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        text += pieces[(state >>> 16) % pieces.length];
      }
      expect([text, quotedLiteral(text)]).toEqual([text, escapeLiteral(text)]);
    }
  });
});
