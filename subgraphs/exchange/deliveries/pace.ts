/** How many deliveries of one webhook are under way at a time in one process, at first. */
export const usualPace = 4;
const fastest = 16;
/** An endpoint that answers sooner may have more at a time. */
const quickMs = 250;

/**
 * How many deliveries an endpoint is sent at a time: four; gradually up to sixteen while it answers well
 * and quickly; half as many at each failure, down to one by one.
 */
export class Pace {
  #most = usualPace;

  get most(): number {
    return Math.floor(this.#most);
  }

  /** Learns from an attempt. */
  heed({ error, durationMs }: { error: string | null; durationMs: number }): void {
    if (error !== null) this.#most = Math.max(1, this.#most / 2);
    else if (durationMs < quickMs) this.#most = Math.min(fastest, this.#most + 1 / this.#most);
    else if (this.#most > usualPace) this.#most -= 1 / this.#most;
    else this.#most = Math.min(usualPace, this.#most + 1 / this.#most);
  }
}
