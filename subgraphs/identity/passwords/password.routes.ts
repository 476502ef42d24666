import type { EntityManager } from '@mikro-orm/postgresql';
import { isEmail } from 'class-validator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { HubError } from '../../../platform/errors.ts';
import { enqueue } from '../../../platform/jobs/enqueue.ts';
import { languageOf } from '../../../platform/page-language.ts';
import { formPageHeaders } from '../../../platform/pages/form-page.ts';
import { Organisation } from '../organisations/organisation.ts';
import { normalisedEmail } from './account.ts';
import { forgottenTask } from './account-mail.task.ts';
import type { LinkUse, PasswordService } from './password.service.ts';
import { donePage, forgotPage, linkPage, type Notice, noticePage } from './password-pages.ts';
import type { PasswordProblem } from './password-rules.ts';
import { paths } from './paths.ts';

export const passwordRoutePrefixes: readonly string[] = [paths.base];

/** Largest form, in bytes. */
const bodyLimit = 8 * 1024;

const statuses: Record<Notice, number> = {
  sent: 200,
  noMail: 501,
  dead: 410,
  taken: 409,
  busy: 429,
  foreign: 403,
};

export interface PasswordRouteParts {
  service: PasswordService;
  /** Not fenced. */
  em: EntityManager;
  cipher: Cipher;
  /** Whether this hub can send mail. */
  mails: boolean;
}

type WithToken = FastifyRequest<{ Params: { token: string } }>;

/**
 * The pages on which people set and reset their passwords. The secret in a link's address is all that its
 * form needs: who does not have it cannot send it, from another site neither.
 */
export function passwordRoutes(
  app: FastifyInstance,
  { service, em, cipher, mails }: PasswordRouteParts,
): void {
  const page = (reply: FastifyReply, text: string) =>
    reply.headers(formPageHeaders()).type('text/html; charset=utf-8').send(text);
  const notice = (request: FastifyRequest, reply: FastifyReply, what: Notice) =>
    page(reply.code(statuses[what]), noticePage(languageOf(request), what));

  async function showLink(
    request: WithToken,
    reply: FastifyReply,
    use: LinkUse,
    problem: PasswordProblem | null,
  ) {
    const { organisationId: id } = use;
    const organisation =
      id && (await em.fork().findOneOrFail(Organisation, { id }, { filters: { fence: false } })).name;
    const text = linkPage(languageOf(request), request.params.token, { ...use, organisation }, problem);
    return page(reply.code(problem ? 422 : 200), text);
  }

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.addHook('preHandler', async (request, reply) => {
      const { 'sec-fetch-site': site = 'same-origin' } = request.headers;
      // Browsers say where a form came from; other programs carry nothing of anybody's along.
      if (request.method !== 'POST' || site === 'same-origin' || site === 'none') return;
      return notice(request, reply, 'foreign');
    });
    scope.setErrorHandler((error, request, reply) => {
      if (!(error instanceof HubError) || error.code !== 'RATE_LIMITED') throw error;
      reply.header('retry-after', String(error.extensions.retryAfter ?? 5));
      return notice(request, reply, 'busy');
    });

    scope.get(paths.forgot, async (request, reply) => {
      if (!mails) return notice(request, reply, 'noMail');
      return page(reply, forgotPage(languageOf(request), false));
    });

    scope.post(paths.forgot, async (request, reply) => {
      if (!mails) return notice(request, reply, 'noMail');
      const email = normalisedEmail(fieldOf(request, 'email'));
      if (!isEmail(email)) return page(reply.code(422), forgotPage(languageOf(request), true));
      // Whether there is such an account, a job finds out: here every address takes the same.
      const key = `forgotten:${cipher.blindIndex(`forgotten ${email}`)}`;
      await enqueue(em.fork(), forgottenTask, { sealed: cipher.seal(email) }, { key });
      return notice(request, reply, 'sent');
    });

    scope.get(paths.link(':token'), async (request: WithToken, reply) => {
      const use = await service.inspect(request.params.token);
      return use ? showLink(request, reply, use, null) : notice(request, reply, 'dead');
    });

    scope.post(paths.link(':token'), async (request: WithToken, reply) => {
      const { token } = request.params;
      const outcome = await service.use(token, fieldOf(request, 'password'), request.ip);
      if ('done' in outcome) return page(reply, donePage(languageOf(request), outcome.done));
      if ('failed' in outcome) return notice(request, reply, outcome.failed === 'TAKEN' ? 'taken' : 'dead');
      const use = await service.inspect(token);
      return use ? showLink(request, reply, use, outcome.problem) : notice(request, reply, 'dead');
    });
  });
}

function fieldOf({ body }: FastifyRequest, name: string): string {
  return (body instanceof URLSearchParams && body.get(name)) || '';
}
