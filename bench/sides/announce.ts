/** Tells the bench where this process listens. */
export function announce(url: string): void {
  process.stdout.write(`listening at ${url}\n`);
}
