/** Resolves after `ms`, and rejects at once when `signal` is aborted. */
export function wait(ms: number, signal?: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** How long to wait before attempt `attempt` (the first repetition is 1), in milliseconds: between half and all of `firstMs` doubled each time. */
export function backoff(attempt: number, firstMs: number, maxMs: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return full / 2 + (Math.random() * full) / 2;
}
