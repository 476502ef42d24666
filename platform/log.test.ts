import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const module = path.join(import.meta.dirname, 'log.ts');

/** What a process logs that runs `code` with what the module exports: the texts of its lines. */
async function logged(code: string): Promise<string[]> {
  const program = `import { log, logAnswered } from ${JSON.stringify(module)};
    const answer = () => logAnswered('info', { requestId: 'r', method: 'GET', route: '/', status: 200, ms: 1 });
    ${code}`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH },
  });
  const stdout = await run.then(
    (ended) => ended.stdout,
    (ended: { stdout: string }) => ended.stdout,
  );
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
  it('has the line of a request soon', async () => {
    const lines = await logged(
      `answer(); log.info('between'); answer(); setTimeout(() => { log.info('later'); process.kill(process.pid, 'SIGKILL'); }, 500);`,
    );
    expect(lines.slice(0, 3)).toEqual(['request', 'between', 'request']);
  });
});
