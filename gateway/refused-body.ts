import type { IncomingMessage } from 'node:http';

const lingerMs = 5_000;
const lingerBytes = 64 * 1024 * 1024;

/**
 * Reads what a client still sends of a body that is refused. Else the connection is reset while it
 * writes, and it never reads why. One that goes on for too long or with too much is cut off.
 */
export async function takeInRest(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  let taken = 0;
  await new Promise<void>((resolve) => {
    const patience = setTimeout(resolve, lingerMs);
    const stop = () => {
      clearTimeout(patience);
      resolve();
    };
    request.on('data', (chunk: Buffer) => {
      taken += chunk.length;
      if (taken > lingerBytes) stop();
    });
    request.once('end', stop);
    request.once('close', stop);
    request.resume();
  });
  request.pause();
}
