import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { announce } from './announce.ts';

// A Redis that keeps nothing, on a free port of loopback.

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
await new Promise((resolve) => server.close(resolve));
const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
const redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
for (const signal of ['SIGTERM', 'exit'] as const) process.once(signal, () => redis.kill());
redis.once('exit', () => process.exit());
redis.stdout.setEncoding('utf8').on('data', (text: string) => {
  if (!text.includes('Ready to accept connections')) return;
  process.stdout.write(`process ${redis.pid}\n`);
  announce(`redis://127.0.0.1:${port}`);
});
