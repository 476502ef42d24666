import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sfntOf } from './sfnt.ts';

/** The parts that the font is delivered in, by which characters they hold; the first that holds one is taken. */
const parts = [
  'latin',
  'latin-ext',
  'vietnamese',
  'greek',
  'greek-ext',
  'cyrillic',
  'cyrillic-ext',
  'devanagari',
] as const;
type Part = (typeof parts)[number];

export type Weight = 400 | 700;

/** A piece of text that one font file can write. */
export interface Run {
  /** Name under which the file is registered with the document. */
  font: string;
  text: string;
}

interface Loaded {
  files: ReadonlyMap<string, Buffer>;
  ranges: ReadonlyMap<Part, readonly (readonly [from: number, to: number])[]>;
}

let loaded: Promise<CertificateFont> | undefined;

/** The font of certificates: Noto Sans, read when it is first needed. */
export function certificateFont(): Promise<CertificateFont> {
  loaded ??= load().then((font) => new CertificateFont(font));
  return loaded;
}

export class CertificateFont {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly #ranges: Loaded['ranges'];

  constructor({ files, ranges }: Loaded) {
    this.files = files;
    this.#ranges = ranges;
  }

  /**
   * The text as the font can write it: pictures (emoji) are left out, and a character of a script that the
   * font lacks is a question mark.
   */
  writable(text: string): string {
    return text
      .normalize('NFC')
      .replace(
        /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200D|\uFE0F|\u20E3/gu,
        '',
      )
      .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim()
      .replace(/./gu, (character) => (this.#partOf(character) ? character : '?'));
  }

  /** Splits what is writable by the files that hold it. */
  runs(text: string, weight: Weight): Run[] {
    const runs: Run[] = [];
    for (const character of text) {
      const last = runs.at(-1);
      const font = fontName(this.#partOf(character) ?? 'latin', weight);
      // Spaces and marks stay with what they follow.
      if (last && (last.font === font || /[\s\p{M}]/u.test(character))) last.text += character;
      else runs.push({ font, text: character });
    }
    return runs;
  }

  #partOf(character: string): Part | undefined {
    const code = character.codePointAt(0) ?? 0;
    return parts.find((part) => this.#ranges.get(part)?.some(([from, to]) => code >= from && code <= to));
  }
}

function fontName(part: Part, weight: Weight): string {
  return `${part}-${weight}`;
}

async function load(): Promise<Loaded> {
  const ofPackage = (file: string) =>
    readFile(fileURLToPath(import.meta.resolve(`@fontsource/noto-sans/${file}`)));
  const unicode = JSON.parse((await ofPackage('unicode.json')).toString()) as Record<Part, string>;
  const names = parts.flatMap((part) => ([400, 700] as const).map((weight) => fontName(part, weight)));
  const files = await Promise.all(
    names.map(
      async (name) => [name, sfntOf(await ofPackage(`files/noto-sans-${name}-normal.woff`))] as const,
    ),
  );
  return {
    files: new Map(files),
    ranges: new Map(parts.map((part) => [part, unicode[part].split(',').map(rangeOf)])),
  };
}

/** `U+0020-007E`, or `U+0131`. */
function rangeOf(text: string): readonly [number, number] {
  const [from = '', to = from] = text.replace('U+', '').split('-');
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
}
