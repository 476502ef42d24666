import type { Worker } from 'node:cluster';

/**
 * Has a connection end that was being handed to `worker` when its process died. Node waits for the worker to
 * say that it has taken it, and would else hold it open for good, with a client that waits for an answer.
 */
export function endHandedConnection(worker: Worker): void {
  const { process } = worker;
  const send = process.send.bind(process) as (
    message: unknown,
    handle?: unknown,
    ...rest: unknown[]
  ) => boolean;
  // Node hands one at a time; closing one that was taken does nothing.
  let handed: { close(): void } | undefined;
  process.send = (message: unknown, handle?: unknown, ...rest: unknown[]) => {
    if (handle) handed = handle as { close(): void };
    return send(message, handle, ...rest);
  };
  worker.on('exit', () => handed?.close());
}
