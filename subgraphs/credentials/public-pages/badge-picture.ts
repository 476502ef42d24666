import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { LRUCache } from 'lru-cache';
import { escaped } from '../../../platform/pages/html.ts';
import type { Achievement } from '../achievements/achievement.ts';
import { inLanguage } from '../achievements/localised-text.ts';

const size = 600;
/** Characters that fit in a line of the badge. */
const lineLength = 20;
const mostLines = 4;

const ofPackage = (file: string) => readFile(fileURLToPath(import.meta.resolve(file)));

let ready: Promise<Buffer[]> | undefined;

/** The drawing library and its fonts, loaded when the first picture is drawn. */
function loaded(): Promise<Buffer[]> {
  ready ??= ofPackage('@resvg/resvg-wasm/index_bg.wasm')
    .then((wasm) => initWasm(wasm))
    .then(() =>
      Promise.all(
        ['latin-400', 'latin-700', 'latin-ext-400', 'latin-ext-700'].map((face) =>
          ofPackage(`@fontsource/noto-sans/files/noto-sans-${face}-normal.woff2`),
        ),
      ),
    );
  return ready;
}

const drawn = new LRUCache<string, Promise<Buffer>>({ max: 500 });

/** The picture of an achievement as PNG, 600 by 600; the same for everybody who has it. */
export function badgePicture(achievement: Achievement, issuerName: string): Promise<Buffer> {
  const key = `${achievement.id} ${issuerName}`;
  let picture = drawn.get(key);
  if (!picture) {
    picture = draw(achievement, issuerName).catch((error) => {
      drawn.delete(key);
      throw error;
    });
    drawn.set(key, picture);
  }
  return picture;
}

async function draw(achievement: Achievement, issuerName: string): Promise<Buffer> {
  const fontBuffers = await loaded();
  const image = new Resvg(svg(achievement, issuerName), {
    font: { fontBuffers, defaultFontFamily: 'Noto Sans' },
  });
  const png = image.render();
  const bytes = Buffer.from(png.asPng());
  png.free();
  image.free();
  return bytes;
}

function svg({ name, skkniCode, aqrfLevel, id }: Achievement, issuerName: string): string {
  const hue = Number.parseInt(id.slice(-4), 16) % 360;
  const lines = wrapped(inLanguage(name, 'id'), lineLength, mostLines);
  const text = (y: number, fontSize: number, weight: number, colour: string, content: string) =>
    `<text x="300" y="${y}" font-family="Noto Sans" font-size="${fontSize}" font-weight="${weight}" fill="${colour}" text-anchor="middle">${escaped(content)}</text>`;
  const top = 310 - (lines.length - 1) * 22;
  const marks = [skkniCode, aqrfLevel === null ? null : `AQRF ${aqrfLevel}`].filter((mark) => mark !== null);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 600 600">
<path d="M300 12 548 156v288L300 588 52 444V156Z" fill="hsl(${hue},55%,28%)"/>
<path d="M300 40 524 170v260L300 560 76 430V170Z" fill="none" stroke="#fff" stroke-opacity=".65" stroke-width="4"/>
<path d="M270 120l22 22 42-48" fill="none" stroke="#fff" stroke-width="14" stroke-linecap="round" stroke-linejoin="round"/>
${lines.map((line, index) => text(top + index * 44, 34, 700, '#fff', line)).join('\n')}
${wrapped(issuerName, 34, 2)
  .map((line, index) => text(440 + index * 28, 22, 400, '#fff', line))
  .join('\n')}
${marks.length > 0 ? text(205, 20, 400, '#fff', wrapped(marks.join(' · '), 40, 1)[0] ?? '') : ''}
</svg>`;
}

/** `text` in lines of at most `length` characters; what does not fit ends with an ellipsis. */
function wrapped(text: string, length: number, most: number): string[] {
  const lines: string[] = [''];
  // What XML does not allow at all.
  const words = text.replace(/[^\P{C}\s]/gu, '').split(/\s+/u);
  for (const word of words.filter(Boolean)) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = `${shown[most - 1]} …`;
  return shown.map((line) => (line.length <= length + 2 ? line : `${line.slice(0, length)}…`));
}
