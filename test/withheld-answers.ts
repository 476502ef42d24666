import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Between a program and a server: all goes through, until an answer is withheld. */
export interface WithheldAnswers {
  /** Where the program finds the server. */
  url: string;
  /** Every request so far, such as `POST /v1/courses`. */
  requests: string[];
  /**
   * Resolves when the server has answered the `nth` request from now on that fits. The program does not get that
   * answer: kill it now, and what it asked for is done without its having learned so.
   */
  withhold(fitting: RegExp, nth?: number): Promise<void>;
  /** Breaks every connection that is open: whoever waits for an answer gets none. */
  breakAll(): void;
  close(): Promise<void>;
}

/** A server on this machine that hands requests on to the one at `target`. */
export async function startWithholding(target: string): Promise<WithheldAnswers> {
  const { hostname, port } = new URL(target);
  const requests: string[] = [];
  let wanted: { fitting: RegExp; left: number; withheld: () => void } | undefined;
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const line = `${method} ${url}`;
    requests.push(line);
    let withheld: (() => void) | undefined;
    if (wanted?.fitting.test(line)) {
      wanted.left -= 1;
      if (wanted.left === 0) {
        withheld = wanted.withheld;
        wanted = undefined;
      }
    }
    const onward = ask({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
      if (withheld) return answer.resume().on('end', withheld);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      return answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    withhold: (fitting, nth = 1) =>
      new Promise((withheld) => {
        wanted = { fitting, left: nth, withheld };
      }),
    breakAll: () => server.closeAllConnections(),
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
