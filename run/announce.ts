import path from 'node:path';
import type { Hub } from './hub.ts';

/** Tells the person at the terminal where to go, and with which keys. */
export function announce(hub: Hub): void {
  const lines = [
    ['Graph', `${hub.url}/graphql`],
    ['Explorer', `${hub.url}/explorer (the same without the internet)`],
    ...(hub.sandboxUrl ? [['Stand-ins', `${hub.sandboxUrl}/`]] : []),
    ['Data', hub.dataDir],
    ['Keys', path.join(hub.dataDir, 'demo.json')],
  ];
  const text = lines.map(([what, where]) => `  ${what?.padEnd(10)} ${where}`).join('\n');
  process.stdout.write(`\nThe hub runs. Ctrl-C ends it.\n\n${text}\n\n`);
}
