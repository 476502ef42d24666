import { type ZodType, z } from 'zod';
import { keepable } from './masking.ts';
import { OutsideError, type OutsideErrorKind } from './outside-error.ts';
import { retryAfterMs } from './retry-after.ts';
import type { TransportResult } from './transport.ts';

/** What counts as an answer of `system`. */
export interface ReplyContract<T> {
  /** Name of the outside system, as in the registry of integrations. */
  system: string;
  /** What an answer must look like; fields that it does not name are tolerated. */
  reply: ZodType<T>;
  /** Statuses besides 2xx whose body is an answer in the shape of `reply` (a wallet's 409, say). */
  alsoAnswers?: readonly number[] | undefined;
  /** Reads the text of an answer that is not JSON alone; throws an Error that says what it is instead. */
  read?: ((text: string) => unknown) | undefined;
}

/**
 * Reads the outcome of one request: the status and the reply in its schema, or the OutsideError that
 * says what is known. REJECTED is said only where the system itself refused.
 */
export function readReply<T>(
  request: ReplyContract<T>,
  result: TransportResult,
): { status: number; reply: T } {
  if (!result.answered) throw unanswered(request.system, result);
  const { status } = result;
  const content = readContent(result.body, result.cut);
  const fail = (kind: OutsideErrorKind, what: string, cause?: unknown) => {
    const vendor = vendorError(content.json);
    const said = [vendor.code, vendor.message].filter(Boolean).join(': ');
    return new OutsideError({
      kind,
      system: request.system,
      message: `${request.system} ${what}${said && ` (${said})`}`,
      status,
      vendorCode: vendor.code,
      vendorMessage: vendor.message,
      retryAfterMs: retryAfterMs(result.header('retry-after'), new Date()),
      cause,
    });
  };

  if ((status >= 200 && status < 300) || request.alsoAnswers?.includes(status)) {
    const answer = request.read && !result.cut ? readWith(request.read, result.body) : content;
    if (answer.problem) throw fail('INVALID_REPLY', `answered ${status} with ${answer.problem}`);
    const parsed = request.reply.safeParse(answer.json);
    if (parsed.success) return { status, reply: parsed.data };
    throw fail(
      'INVALID_REPLY',
      `answered ${status} in a wrong shape: ${issuesOf(parsed.error)}`,
      parsed.error,
    );
  }
  if (status === 408 || status === 429 || status >= 500)
    throw fail('UNAVAILABLE', `is unavailable, status ${status}`);
  // A web page is a proxy's word, not the system's: whoever sent it does not know the outcome.
  if (status < 400 || content.page)
    throw fail('INVALID_REPLY', `answered ${status} with ${content.problem ?? 'no answer'}`);
  throw fail('REJECTED', `refused the request, status ${status}`);
}

function unanswered(system: string, result: TransportResult & { answered: false }): OutsideError {
  const { sent, timedOut, error } = result;
  const why = `${error.message}${'code' in error ? ` (${error.code})` : ''}`;
  if (sent) {
    const what = timedOut ? 'did not answer in time' : 'dropped the connection before it answered';
    return new OutsideError({ kind: 'TIMEOUT', system, message: `${system} ${what}: ${why}`, cause: error });
  }
  return new OutsideError({
    kind: 'UNAVAILABLE',
    system,
    message: `${system} could not be reached, nothing was sent: ${why}`,
    cause: error,
  });
}

interface Content {
  json: unknown;
  /** Why the body is no JSON; null when it is. */
  problem: string | null;
  /** Whether the body is a web page. */
  page: boolean;
}

function readContent(body: string, cut: boolean): Content {
  const text = body.trim();
  const page = text.startsWith('<');
  if (cut) return { json: undefined, problem: 'a body that is too large', page };
  if (text === '') return { json: undefined, problem: 'an empty body', page };
  if (page) return { json: undefined, problem: 'a web page', page };
  try {
    return { json: JSON.parse(text), problem: null, page };
  } catch {
    return { json: undefined, problem: 'a body that is no JSON', page };
  }
}

/** The body as the system's own reader takes it. */
function readWith(read: (text: string) => unknown, body: string): Pick<Content, 'json' | 'problem'> {
  try {
    return { json: read(body), problem: null };
  } catch (error) {
    return { json: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

const errorEnvelope = z.object({ error: z.object({ code: z.coerce.string(), message: z.string() }) });
/** RFC 6749 section 5.2, as token endpoints answer. */
const oauthError = z.object({ error: z.string(), error_description: z.string().optional() });

function vendorError(json: unknown): { code: string | null; message: string | null } {
  const envelope = errorEnvelope.safeParse(json);
  if (envelope.success)
    return { code: keepable(envelope.data.error.code), message: keepable(envelope.data.error.message) };
  const oauth = oauthError.safeParse(json);
  if (!oauth.success) return { code: null, message: null };
  const { error, error_description: description } = oauth.data;
  return { code: keepable(error), message: description === undefined ? null : keepable(description) };
}

function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
