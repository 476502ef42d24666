import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderOfPeers } from './peers.ts';

const readme = path.join(folderOfPeers, 'README.md');

/**
 * Writes figures into bench/README.md, instead of those that stand there.
 *
 * @param name stands in the comments around their place, such as `figures`
 */
export async function writeReadme(name: string, text: string): Promise<void> {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const before = await readFile(readme, 'utf8');
  const [head, rest] = [before.indexOf(begin), before.indexOf(end)];
  if (head < 0 || rest < head) throw new Error(`${readme} has no place for the ${name}.`);
  await writeFile(readme, `${before.slice(0, head + begin.length)}\n\n${text}\n\n${before.slice(rest)}`);
}
