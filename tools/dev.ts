import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from '../platform/project-root.ts';

// npm run dev: compiles at every change, and starts the hub anew whenever that went without an error.

const compiler = spawn(
  path.join(projectRoot, 'node_modules', '.bin', 'tsc'),
  ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
);
let hub: ChildProcess | undefined;
let starting = Promise.resolve();
let ending = false;

async function restart(): Promise<void> {
  await stop(hub, 'SIGTERM');
  if (ending) return;
  const program = path.join(projectRoot, 'dist', 'run', 'all.js');
  hub = spawn(process.execPath, ['--enable-source-maps', program], { stdio: 'inherit' });
}

function stop(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

compiler.stdout.setEncoding('utf8').on('data', (text: string) => {
  process.stdout.write(text);
  if (text.includes('Found 0 errors')) starting = starting.then(restart);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    ending = true;
    await starting;
    await Promise.all([stop(hub, signal), stop(compiler, 'SIGTERM')]);
    process.exit(0);
  });
}
