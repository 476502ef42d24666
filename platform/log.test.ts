import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { eventually } from '../test/graph-request.ts';

const module = path.join(import.meta.dirname, 'log.ts');

/** How node is called to run `code` with what the module exports. */
function running(code: string): string[] {
  const program = `import { log, logAnswered } from ${JSON.stringify(module)};
    const answer = () => logAnswered('info', { requestId: 'r', method: 'GET', route: '/', status: 200, ms: 1 });
    ${code}`;
  return ['--input-type=module', '-e', program];
}

const env = { PATH: process.env.PATH };

/** The texts of the lines that a process logs that runs `code` to its end. */
async function logged(code: string): Promise<string[]> {
  const run = promisify(execFile)(process.execPath, running(code), { env });
  const stdout = await run.then(
    (ended) => ended.stdout,
    (ended: { stdout: string }) => ended.stdout,
  );
  return textsOf(stdout);
}

function textsOf(stdout: string): string[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
}

describe('the log of a process that ends', () => {
  it.each([
    ['of itself', '', []],
    ['at once', 'process.exit(0);', []],
    ['for an error that nobody caught', `throw new Error('x');`, []],
    ['after saying why', `log.fatal('why'); process.exit(1);`, ['why']],
  ])('%s has every line', async (_how, end, last) => {
    const lines = await logged(
      `log.info('begin'); answer(); log.info('between'); answer(); answer(); ${end}`,
    );
    // One that is being written when the process ends may come after those behind it.
    expect(lines.sort()).toEqual(['begin', 'request', 'between', 'request', 'request', ...last].sort());
  });

  it('has the lines of more requests than are written at once', async () => {
    expect(await logged('for (let n = 0; n < 1_000; n += 1) answer(); process.exit(0);')).toHaveLength(1_000);
  });
});

describe('the log of a process that goes on', () => {
  it('has the line of a request without waiting for another, or for the end', async () => {
    const code = `answer(); log.info('between'); answer(); setInterval(() => {}, 1_000);`;
    const child = spawn(process.execPath, running(code), { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    try {
      await eventually(() => stdout.split('\n').length > 3, 'three lines are written');
    } finally {
      child.kill('SIGKILL');
    }
    expect(textsOf(stdout)).toEqual(['request', 'between', 'request']);
  });
});
