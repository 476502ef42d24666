import { describe, expect, it } from '@jest/globals';
import { inLanguage } from './language-map.ts';

describe('a text in several languages', () => {
  it.each([
    [{ id: 'Las', en: 'Welding' }, 'en-US', 'Welding'],
    [{ 'en-US': 'Welding', id: 'Las' }, 'en', 'Welding'],
    [{ id: 'Las', en: 'Welding' }, 'id', 'Las'],
    [{ id: 'Las' }, 'en-US', 'Las'],
    [{ id: ' ', en: 'Welding' }, 'id', 'Welding'],
    [{ jv: 'Ngelas' }, 'en', 'Ngelas'],
    [{ EN: 'Welding' }, 'en', 'Welding'],
    [{}, 'en', ''],
    ['Welding', 'id', 'Welding'],
  ])('%j in %s is %j', (text, language, expected) => {
    expect(inLanguage(text as Record<string, string> | string, language)).toBe(expected);
  });
});
