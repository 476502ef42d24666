import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import { eventually } from './graph-request.ts';

/** A program of examples/ that a test started. */
export interface ExampleProgram {
  /** What it has printed so far, both streams. */
  output(): string;
  /** Resolves when it has printed something that fits, with the first group; fails when it ends before. */
  says(words: RegExp): Promise<string>;
  /** Kills it as soon as `moment` has come, such as an answer that is withheld from it; fails when it ends before. */
  killWhen(moment: Promise<void>): Promise<void>;
  /** Ends it, as a power cut would or in an orderly way, and resolves when it has ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

const running = new Set<ExampleProgram>();

/** Runs a TypeScript file of examples/, such as `lms/sync.ts`, with PATH and `environment` alone. */
export function startExample(file: string, environment: Record<string, string>): ExampleProgram {
  const child = spawn(process.execPath, [path.join(projectRoot, 'examples', file)], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let over = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      over = true;
      running.delete(program);
      resolve(code ?? signal ?? 'SIGKILL');
    });
  });
  const program: ExampleProgram = {
    output: () => output,
    ended,
    says: (words) =>
      eventually(() => {
        const found = words.exec(output);
        if (!found && over) throw new Error(`${file} ended:\n${output}`);
        return found ? (found[1] ?? found[0]) : undefined;
      }, `${file} says ${words}`),
    async killWhen(moment) {
      const early = ended.then(() => Promise.reject(new Error(`${file} ended:\n${output}`)));
      await Promise.race([moment, early]);
      await program.end('SIGKILL');
    },
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
  running.add(program);
  return program;
}

/** Kills what a test left running. For afterAll. */
export async function killLeftExamples(): Promise<void> {
  await Promise.all([...running].map((program) => program.end('SIGKILL')));
}
