import type { Gauge } from 'prom-client';

/** `run`, counted in `gauge` from now until it ends by itself, fails or is returned. */
export function counted<T>(run: AsyncGenerator<T, void, void>, gauge: Gauge): AsyncGenerator<T, void, void> {
  gauge.inc();
  let counting = true;
  const stopCounting = () => {
    if (counting) gauge.dec();
    counting = false;
  };
  const watch = async (step: Promise<IteratorResult<T, void>>) => {
    try {
      const result = await step;
      if (result.done) stopCounting();
      return result;
    } catch (error) {
      stopCounting();
      throw error;
    }
  };
  return {
    next: () => watch(run.next()),
    return: () => watch(run.return()),
    throw: (error: unknown) => watch(run.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}
