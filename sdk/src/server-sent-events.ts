/** One event of a stream of server-sent events. */
export interface ServerSentEvent {
  event: string;
  data: string;
}

/** How long a stream may be silent: the hub writes a comment every 12 seconds. */
const silenceMs = 30_000;

/**
 * The events of `response`, as the HTML standard has them read; comments, ids and times to reconnect are passed over.
 *
 * @throws what the connection breaks with, or an error when it has been silent for too long
 */
export async function* serverSentEvents(
  response: Response,
  silence = silenceMs,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  let event = 'message';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await within(silence, reader.read());
      if (done) return;
      const lines = (unread + value).split(/\r\n|\n|\r(?!$)/);
      unread = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { event, data: data.join('\n') };
          event = 'message';
          data = [];
          continue;
        }
        const [, field, text = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'event') event = text;
        else if (field === 'data') data.push(text);
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`Nothing was heard for ${ms} ms.`)), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
