import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StartError } from '../platform/start-error.ts';
import { systemErrorCode } from '../platform/system-error.ts';

export const loopback = '127.0.0.1';

/** Below the ports that systems give to connections as they are made: what is free stays so until it is listened on. */
const [firstOfFree, lastOfFree] = [10_000, 29_999];
const freeTries = 100;

/**
 * The port to listen on: `port` itself, or one that is free when it is 0. Asked before anything is
 * started, since a port that is taken is the likeliest reason why a start fails.
 *
 * @param variable the environment variable that the port came from, for the message
 * @throws StartError when the port is taken or not allowed, or when the machine has no such address
 */
export async function claimPort(variable: string, host: string, port: number): Promise<number> {
  for (let tries = port === 0 ? freeTries : 1; ; tries -= 1) {
    const wanted = port || randomInt(firstOfFree, lastOfFree + 1);
    try {
      await listenOnce(host, wanted);
      return wanted;
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EADDRINUSE' && tries > 1) continue;
      throw new StartError(reason(variable, host, wanted, code), { cause: error });
    }
  }
}

async function listenOnce(host: string, port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, resolve);
  });
  await new Promise((resolve) => probe.close(resolve));
}

function reason(variable: string, host: string, port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is taken by another program. End that one, or set ${variable} to another port.`;
  }
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Set ${variable} to a port above 1023.`;
  return `The hub cannot listen on ${host}, port ${port} (${code}). Set HOST to an address of this machine.`;
}

/** Where a browser on this machine finds what listens on `host`, such as `http://127.0.0.1:4000`. */
export function localAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
