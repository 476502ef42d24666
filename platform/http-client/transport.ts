import type { Dispatcher } from 'undici';

/** One request as bytes: what is given here is what travels. */
export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body: string | null;
  timeoutMs: number;
  maxReplyBytes: number;
}

/** `sent` is false only when it is certain that not one byte of the request left this machine. */
export type TransportResult =
  | {
      answered: true;
      status: number;
      header: (name: string) => string | undefined;
      body: string;
      cut: boolean;
    }
  | { answered: false; sent: boolean; timedOut: boolean; error: Error };

/**
 * Sends one request and waits for its whole answer, at most `timeoutMs` from now (connecting
 * included). Never rejects: whether the request can have reached the other side decides what may be
 * said about its outcome, so a failure is a result too.
 */
export function transport(dispatcher: Dispatcher, request: TransportRequest): Promise<TransportResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let status = 0;
    let headers: Record<string, string | string[] | undefined> = {};
    let controller: Dispatcher.DispatchController | null = null;
    let settled = false;

    const settle = (result: TransportResult) => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      resolve(result);
    };
    const answer = (cut: boolean) =>
      settle({
        answered: true,
        status,
        header: (name) => [headers[name]].flat()[0],
        body: Buffer.concat(chunks).toString('utf8'),
        cut,
      });
    const fail = (error: Error, timedOut = false) =>
      settle({ answered: false, sent: controller !== null, timedOut, error });

    const deadline = setTimeout(() => {
      const late = new Error(`no answer within ${request.timeoutMs} ms`);
      fail(late, true);
      controller?.abort(late);
    }, request.timeoutMs);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        // The deadline passed while the request waited for a connection: it must not be sent now.
        if (settled) return started.abort(new Error('given up before it was sent'));
        controller = started;
      },
      onResponseStart(_controller, statusCode, incoming) {
        status = statusCode;
        headers = incoming;
      },
      onResponseData(receiving, chunk) {
        if (settled) return;
        size += chunk.length;
        chunks.push(chunk);
        if (size <= request.maxReplyBytes) return;
        answer(true);
        receiving.abort(new Error('the answer is too large'));
      },
      onResponseEnd: () => answer(false),
      onResponseError: (_controller, error) => fail(error),
    };

    try {
      dispatcher.dispatch(
        {
          origin: request.url.origin,
          path: request.url.pathname + request.url.search,
          method: request.method,
          headers: request.headers,
          body: request.body,
          // `deadline` is the one clock.
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      );
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
