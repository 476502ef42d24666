import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { recognise } from '../../../platform/auth/known-caller.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { log } from '../../../platform/log.ts';
import { languageOf } from '../../../platform/page-language.ts';
import { formPageHeaders } from '../../../platform/pages/form-page.ts';
import { isSecret } from '../one-time-secret.ts';
import { type LinkedInPage, linkedInPage } from './linkedin.pages.ts';
import { attemptLifeMs, type LinkedInConnectionService } from './linkedin-connection.service.ts';

/** Of redirects too: what is in their addresses is nobody else’s business. */
const privateHeaders = formPageHeaders();

type Query = { Querystring: Record<string, unknown> };

/**
 * The browser’s way to LinkedIn and back. The one-time address leads to LinkedIn and leaves a cookie; the
 * callback is taken from that browser alone, once. HEAD is not served: it would use up what may be used once.
 */
export function linkedInRoutes(
  app: FastifyInstance,
  service: LinkedInConnectionService,
  publicUrl: string,
): void {
  const secure = publicUrl.startsWith('https:');
  // The prefix makes browsers refuse it from any other host of the same domain.
  const cookieName = secure ? '__Host-linkedin-connect' : 'linkedin-connect';
  const cookie = (value: string, seconds: number) =>
    `${cookieName}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const once = { exposeHeadRoute: false };

  app.get<Query>('/api/v1/integrations/linkedin/connect', once, async (request, reply) => {
    const ticket = textOf(request.query.ticket);
    const departure = isSecret(ticket) ? await service.depart(ticket) : null;
    if (!departure) return show(request, reply, 'invalid');
    recogniseLearner(departure);
    return reply
      .headers({ ...privateHeaders, 'set-cookie': cookie(departure.browserSecret, attemptLifeMs / 1000) })
      .redirect(departure.url, 302);
  });

  const callback = async (request: FastifyRequest<Query>, reply: FastifyReply) => {
    const state = textOf(request.query.state);
    const browser = cookieOf(request, cookieName);
    const attempt = isSecret(state) && isSecret(browser) ? await service.arrive(state, browser) : null;
    if (!attempt) return show(request, reply, 'invalid');
    recogniseLearner(attempt);
    reply.header('set-cookie', cookie('', 0));
    const code = textOf(request.query.code);
    if (code === '') {
      const cancelled = textOf(request.query.error).startsWith('user_cancelled');
      return show(request, reply, cancelled ? 'cancelled' : 'refused');
    }
    try {
      await service.connect(attempt, code, String(request.id));
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      log.warn({ err: error, attemptId: attempt.id }, 'LinkedIn could not be connected');
      return show(request, reply, error.kind === 'REJECTED' ? 'refused' : 'unavailable');
    }
    return show(request, reply, 'connected');
  };
  app.get<Query>('/auth/linkedin/callback', once, callback);
  app.get<Query>('/api/v1/auth/linkedin/callback', once, callback);
}

function show(request: FastifyRequest, reply: FastifyReply, which: LinkedInPage): FastifyReply {
  const { status, html } = linkedInPage(which, languageOf(request));
  return reply.code(status).headers(privateHeaders).type('text/html; charset=utf-8').send(html);
}

/** Whose one-time address, or whose way back, it is. */
function recogniseLearner({ requestedBy }: { requestedBy: string }): void {
  recognise({ kind: 'learner', id: requestedBy, organisationId: null });
}

/** A parameter that was given once, as text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function cookieOf(request: FastifyRequest, name: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
}
