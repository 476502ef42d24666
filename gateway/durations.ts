import type { Metric, Registry } from 'prom-client';

export interface DurationsOptions<Label extends string> {
  name: string;
  help: string;
  labels: readonly Label[];
  /** Upper bounds in seconds, rising. */
  buckets: readonly number[];
  registry: Registry;
}

/** How long something of one kind takes: one series of the histogram. */
export class Durations {
  readonly values: readonly string[];
  readonly counts: number[];
  readonly #bounds: readonly number[];
  sum = 0;

  constructor(values: readonly string[], bounds: readonly number[]) {
    this.values = values;
    this.#bounds = bounds;
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < this.#bounds.length && seconds > (this.#bounds[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += seconds;
  }
}

/** A histogram that costs little for each value: prom-client's own sorts and writes out the labels each time. */
export class DurationHistogram<Label extends string> {
  readonly #options: DurationsOptions<Label>;
  readonly #series = new Map<string, Durations>();

  constructor(options: DurationsOptions<Label>) {
    this.#options = options;
    const { name, help } = options;
    // What a registry asks of a metric.
    const metric = { name, help, type: 'histogram', aggregator: 'sum', get: async () => this.#told() };
    options.registry.registerMetric(metric as unknown as Metric);
  }

  /** The series with these values of the labels, in their order; none of them has a blank. */
  of(...values: string[]): Durations {
    const key = values.join(' ');
    let series = this.#series.get(key);
    if (!series) {
      series = new Durations(values, this.#options.buckets);
      this.#series.set(key, series);
    }
    return series;
  }

  #told() {
    const { name, help, buckets } = this.#options;
    const values = [...this.#series.values()].flatMap((series) => {
      const labels = Object.fromEntries(this.#options.labels.map((label, at) => [label, series.values[at]]));
      let count = 0;
      const bounded = series.counts.map((counted, at) => {
        count += counted;
        return {
          labels: { le: buckets[at] ?? '+Inf', ...labels },
          value: count,
          metricName: `${name}_bucket`,
        };
      });
      return [
        ...bounded,
        { labels, value: series.sum, metricName: `${name}_sum` },
        { labels, value: count, metricName: `${name}_count` },
      ];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}
