import path from 'node:path';
import type { Growth } from './growth.ts';
import { press } from './pressure.ts';
import type { Processes } from './processes.ts';
import { requestBytes } from './wire.ts';

const counts = [2, 4, 8, 16];
const connections = 32;

/** An operation that asks every subgraph once, while there are more and more of them. */
export async function growingSubgraphs(processes: Processes, seconds: number): Promise<Growth> {
  const steps: Growth['steps'][number][] = [];
  for (const size of counts) {
    const script = path.join(import.meta.dirname, 'sides', 'many-subgraphs.js');
    const side = processes.start('many-subgraphs', [script, String(size)]);
    const find = () =>
      side
        .output()
        .match(/^listening at (\S+)$/gm)
        ?.[counts.indexOf(size)]?.split(' ')[2];
    const url = await processes.ready('many-subgraphs', side, find);
    const fields = Array.from({ length: size }, (_, i) => `field${i}`).join(' ');
    const request = requestBytes(url, { query: `{ things { id ${fields} } }` });
    const pressed = { url, pids: [side.pid], requestOf: () => request };
    await press(pressed, connections, seconds);
    steps.push({ size, processorUs: ((await press(pressed, connections, seconds)).cpuMs * 1000) / size });
    await processes.end('many-subgraphs');
  }
  return { what: 'Subgraphs, in process', unit: 'a fetch of a field of 20 entities', steps };
}
