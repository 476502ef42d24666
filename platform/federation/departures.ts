const departing = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * What is called when `signal` is aborted, to add to and to delete from. A listener of its own for each fetch would cost
 * more than all else that a fetch does to be waited for.
 */
export function departuresWith(signal: AbortSignal): Set<() => void> {
  const known = departing.get(signal);
  if (known) return known;
  const leaving = new Set<() => void>();
  departing.set(signal, leaving);
  const leave = () => {
    for (const one of leaving) one();
  };
  signal.addEventListener('abort', leave, { once: true });
  return leaving;
}
