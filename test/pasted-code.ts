import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import { claimPort } from '../run/ports.ts';
import type { HubProcess } from './hub-process.ts';

/** The code in a section of a document, from what begins it to what begins the next; to its end when that is empty. */
export async function codeOf(file: string, from: string, to: string, language = 'sh'): Promise<string> {
  const text = await readFile(path.join(projectRoot, file), 'utf8');
  const begin = text.indexOf(from);
  const end = to === '' ? text.length : text.indexOf(to, begin);
  if (begin < 0 || end < 0) throw new Error(`${file} has no section from ${from} to ${to}.`);
  const blocks = text.slice(begin, end).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...blocks].map(([, code]) => code).join('\n');
}

/** `code` with the addresses that a hub has by default, and the port of the reader's own server, made those of `hub`. */
export async function codeFor(hub: HubProcess & { url: string }, code: string): Promise<string> {
  const port = String(await claimPort('PORT', '127.0.0.1', 0));
  const standIns = /Stand-ins +http:\/\/([^/\s]+)/.exec(hub.output())?.[1] ?? '';
  return code
    .replaceAll('127.0.0.1:4000', new URL(hub.url).host)
    .replaceAll('127.0.0.1:4010', standIns)
    .replaceAll('3000', port);
}

/** Shell code that runs, in a process group of its own. */
export interface Pasted {
  pid: number;
  /** What it has printed so far. */
  printed: () => string;
  ended: Promise<number | null>;
}

/** Runs shell code as a reader would who pasted it in `folder`; what fails ends it. */
export function paste(
  code: string,
  folder: string,
  { shell = 'bash', environment = {} }: { shell?: 'bash' | 'sh'; environment?: Record<string, string> } = {},
): Pasted {
  const running = spawn(shell, [...(shell === 'bash' ? ['--norc'] : []), '-euc', code], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${path.join(projectRoot, 'node_modules', '.bin')}:${process.env.PATH}`,
      ...environment,
    },
    detached: true,
  });
  let printed = '';
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const ended = new Promise<number | null>((resolve) => running.on('exit', resolve));
  return { pid: running.pid ?? 0, printed: () => printed, ended };
}

/** Ends what was pasted, and all that it has begun. */
export function endPasted({ pid }: Pasted): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
