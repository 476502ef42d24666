import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import type { Data } from './subgraph-harness.ts';

/** The snippets of docs/integration-guide.md, as a reader runs them. */
export interface IntegrationGuide {
  /** Runs the one that has `words`, with what is `given` by name, and returns what the expression `result` is then. */
  run(words: string, given?: Data, result?: string): Promise<Data>;
  /** The one for a shell that has `words`. */
  command(words: string): string;
}

/** @param changed what the reader changes in the snippets: hosts and credentials, by what stands there */
export async function readGuide(changed: Record<string, string>): Promise<IntegrationGuide> {
  const text = await readFile(path.join(projectRoot, 'docs', 'integration-guide.md'), 'utf8');
  const found = (language: string, words: string): string => {
    const snippets = [...text.matchAll(new RegExp(`\`\`\`${language} guide\\n([\\s\\S]*?)\`\`\``, 'g'))];
    let code = snippets.map(([, each = '']) => each).find((each) => each.includes(words));
    if (code === undefined) throw new Error(`The guide does not show ${words}.`);
    for (const [before, after] of Object.entries(changed)) code = code.replaceAll(before, after);
    return code;
  };
  return {
    run(words, given = {}, result = 'undefined') {
      const body = `return (async () => { ${found('js', words)}\n return ${result}; })()`;
      return new Function(...Object.keys(given), body)(...Object.values(given));
    },
    command: (words) => found('sh', words),
  };
}
