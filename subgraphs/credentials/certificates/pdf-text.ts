import { inflateSync } from 'node:zlib';

/** What a PDF of the hub shows as text, piece by piece. For tests: it reads what pdfkit writes, and no more. */
export function pdfText(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const objects = new Map(
    [...source.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]),
  );
  const streamOf = (id: string | undefined) => {
    const [, head = '', data = ''] =
      /^([\s\S]*?)\nstream\n([\s\S]*)\nendstream/.exec(objects.get(id ?? '') ?? '') ?? [];
    const bytes = Buffer.from(data, 'latin1');
    return (head.includes('FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
  };
  const fonts = new Map<string, Map<number, string>>();
  for (const [, name = '', id = ''] of source.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, cmap] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '') ?? [];
    if (cmap) fonts.set(name, charactersOf(streamOf(cmap)));
  }
  const [, content] = /\/Contents (\d+) 0 R/.exec(source) ?? [];
  let font = new Map<number, string>();
  let text = '';
  for (const [, name, array] of streamOf(content).matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
    if (name) font = fonts.get(name) ?? font;
    for (const [, hex = ''] of (array ?? '').matchAll(/<([0-9a-f]+)>/g))
      for (let at = 0; at < hex.length; at += 4)
        text += font.get(Number.parseInt(hex.slice(at, at + 4), 16)) ?? '';
    if (array) text += '\n';
  }
  return text;
}

/** The characters of the glyphs, as pdfkit’s ranges name them: `<0000> <00ff> [<0041> <0042> ...]`. */
function charactersOf(cmap: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [, from = '', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/g)) {
    const start = Number.parseInt(from, 16);
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/g)].entries())
      found.set(start + index, Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'));
  }
  return found;
}
