import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errors, type InteractionResults, type Provider } from 'oidc-provider';
import { recognise } from '../../../../platform/auth/known-caller.ts';
import type { Cipher } from '../../../../platform/encryption/cipher.ts';
import { isOfSandbox } from '../../../../platform/environment.ts';
import { HubError } from '../../../../platform/errors.ts';
import { type FormPage, formPageHeaders, formPageText } from '../../../../platform/pages/form-page.ts';
import { Organisation } from '../../organisations/organisation.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import { callerOf } from '../../sign-in/signed-in-person.ts';
import { Consents, storeGrant } from '../people/consents.ts';
import { mayMeet } from '../people/environment.ts';
import { scopesFor } from '../people/scopes-of-person.ts';
import { pagePaths } from '../server/oauth-paths.ts';
import type { OAuthServer } from '../server/oauth-server.ts';
import { asReached } from '../server/provider-answer.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { consentPage } from './consent-page.ts';
import { errorPage } from './error-page.ts';
import { FormTokens } from './form-token.ts';
import { chosenLanguage, languageCookie } from './page-language.ts';
import { signInPage } from './sign-in-page.ts';
import { hostOf, schemesOf } from './where-to.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;
type Request = FastifyRequest<{ Params: { id: string } }>;

/** A request for authorisation, and the page on which a person goes on with it. */
interface Visit {
  provider: Provider;
  interaction: Interaction;
  request: Request;
  reply: FastifyReply;
  /** Of the page. */
  path: string;
}

export interface InteractionRoutesOptions {
  server: OAuthServer;
  signIn: SignInService;
  cipher: Cipher;
  /** Not fenced. */
  em: EntityManager;
}

/** The pages on which people sign in and agree. */
export class InteractionRoutes {
  readonly #options: InteractionRoutesOptions;
  readonly #formTokens: FormTokens;
  readonly #consents: Consents;

  constructor(options: InteractionRoutesOptions) {
    this.#options = options;
    this.#formTokens = new FormTokens(options.cipher);
    this.#consents = new Consents(options.em);
  }

  mount(app: FastifyInstance): void {
    const once = { exposeHeadRoute: false };
    const { signIn, consent } = pagePaths;
    app.get(
      `${signIn}/:id`,
      once,
      this.#visited('login', (visit) => this.#showSignIn(visit)),
    );
    app.post(
      `${signIn}/:id`,
      this.#posted('login', (visit, form) => this.#signIn(visit, form)),
    );
    app.get(
      `${consent}/:id`,
      once,
      this.#visited('consent', (visit) => this.#showConsent(visit)),
    );
    app.post(
      `${consent}/:id`,
      this.#posted('consent', (visit, form) => this.#consent(visit, form)),
    );
  }

  #visited(prompt: 'login' | 'consent', serve: (visit: Visit) => Promise<FastifyReply>) {
    return async (request: Request, reply: FastifyReply): Promise<FastifyReply> => {
      const provider = await this.#options.server.provider();
      try {
        const { server } = this.#options;
        const raw = asReached(request, server.issuer);
        if (!(await server.isOfBrowser(raw, request.params.id))) return refuseBrowser(request, reply);
        const interaction = await provider.interactionDetails(raw, reply.raw);
        // The cookie says whose request it is; the address must say the same.
        if (interaction.uid !== request.params.id) throw new errors.SessionNotFound('another request');
        const page = interaction.prompt.name === 'login' ? pagePaths.signIn : pagePaths.consent;
        const path = `${page}/${interaction.uid}`;
        if (interaction.prompt.name !== prompt) return await reply.redirect(path, 303);
        return await serve({ provider, interaction, request, reply, path });
      } catch (error) {
        if (!(error instanceof errors.OIDCProviderError)) throw error;
        const { error: code, error_description: description } = error;
        return show(reply.code(400), errorPage(chosenLanguage(request), code, description));
      }
    };
  }

  #posted(
    prompt: 'login' | 'consent',
    serve: (visit: Visit, form: URLSearchParams) => Promise<FastifyReply>,
  ) {
    return this.#visited(prompt, async (visit) => {
      const form = new URLSearchParams(String(visit.request.body ?? ''));
      if (form.toString().includes('%00')) throw new errors.InvalidRequest(noText);
      const site = visit.request.headers['sec-fetch-site'] ?? 'same-origin';
      const ours = site === 'same-origin' || site === 'none';
      if (!ours || !this.#formTokens.fits(visit.interaction.uid, form.get('form_token'))) {
        throw new errors.InvalidRequest('the form was not sent from this page');
      }
      return serve(visit, form);
    });
  }

  async #showSignIn(visit: Visit, tried: { email?: string; wrong?: 'WRONG' | 'RATE_LIMITED' } = {}) {
    const { interaction, path, request, reply, provider } = visit;
    const hint = interaction.params.login_hint;
    const client = await provider.Client.find(String(interaction.params.client_id));
    const page = signInPage({
      language: chosenLanguage(request, interaction.params.ui_locales),
      path,
      formToken: this.#formTokens.of(interaction.uid),
      app: client?.clientName ?? '',
      email: tried.email ?? (typeof hint === 'string' ? hint : undefined),
      wrong: tried.wrong,
    });
    return show(reply, page, request, leadsTo(interaction));
  }

  async #signIn(visit: Visit, form: URLSearchParams): Promise<FastifyReply> {
    const { interaction, request, reply } = visit;
    if (form.get('decision') === 'cancel') return this.#finish(visit, notAgreed);
    const email = form.get('email') ?? '';
    try {
      const password = form.get('password') ?? '';
      const client = await visit.provider.Client.find(String(interaction.params.client_id));
      const sandbox = client !== undefined && isOfSandbox(String(client.organisation_id));
      const attempt = { email, password, address: request.ip, sandbox };
      const person = await this.#options.signIn.check(attempt);
      if (!person || !client || !mayMeet(person, String(client.organisation_id))) {
        reply.code(400);
        return await this.#showSignIn(visit, { email, wrong: 'WRONG' });
      }
      recognise(callerOf(person, client.clientId));
      await this.#endSessionOfOther(interaction, person.userId);
      // Not remembered beyond the browser's own session: the machine may be shared.
      return await this.#finish(visit, {
        login: { accountId: person.userId, amr: ['pwd'], remember: false },
      });
    } catch (error) {
      if (!(error instanceof HubError && error.code === 'RATE_LIMITED')) throw error;
      reply.code(429).header('retry-after', String(error.extensions.retryAfter ?? 1));
      return this.#showSignIn(visit, { email, wrong: 'RATE_LIMITED' });
    }
  }

  async #showConsent(visit: Visit): Promise<FastifyReply> {
    const { interaction, path, request, reply } = visit;
    const { client, person, scopes } = await this.#asked(visit);
    const organisation = await this.#options.em
      .fork()
      .findOne(Organisation, { id: String(client.organisation_id) }, { filters: { fence: false } });
    const page = consentPage({
      language: chosenLanguage(request, interaction.params.ui_locales),
      path,
      formToken: this.#formTokens.of(interaction.uid),
      app: client.clientName ?? client.clientId,
      organisation: organisation?.name ?? '',
      person,
      scopes: scopesFor(person, scopes),
      host: hostOf(String(interaction.params.redirect_uri)),
    });
    return show(reply, page, request, leadsTo(interaction));
  }

  async #consent(visit: Visit, form: URLSearchParams): Promise<FastifyReply> {
    const { provider, interaction } = visit;
    if (form.get('decision') !== 'allow') return this.#finish(visit, notAgreed);
    const { client, person, scopes } = await this.#asked(visit);
    const asked = { clientId: client.clientId, person, scopes };
    const before = interaction.grantId ? await provider.Grant.find(interaction.grantId) : undefined;
    const own = before?.accountId === person.userId ? before : undefined;
    const grant = await storeGrant(provider, asked, own);
    await this.#consents.remember(asked);
    return this.#finish(visit, { consent: { grantId: grant.jti } });
  }

  /** What is asked, of whom, by which app. */
  async #asked({ provider, interaction }: Visit) {
    const { client_id, scope } = interaction.params;
    const client = await provider.Client.find(String(client_id));
    const userId = interaction.session?.accountId;
    const person = userId === undefined ? null : await this.#options.signIn.personOf(userId);
    if (!client || !person) throw new errors.SessionNotFound('nobody is signed in');
    recognise(callerOf(person, client.clientId));
    return {
      client,
      person: { ...person, userId: String(userId) },
      scopes: typeof scope === 'string' ? scope.split(' ') : [],
    };
  }

  /** Somebody else was signed in in this browser: their session ends where that of another begins. */
  async #endSessionOfOther(interaction: Interaction, userId: string): Promise<void> {
    const before = interaction.session;
    if (!before || before.accountId === userId) return;
    await this.#options.em
      .fork()
      .transactional((em) => endSessions(em, { uid: before.uid }, { actor: before.accountId }));
    delete interaction.session;
  }

  async #finish({ interaction, reply }: Visit, result: InteractionResults): Promise<FastifyReply> {
    interaction.result = 'error' in result ? result : { ...interaction.lastSubmission, ...result };
    await interaction.persist();
    return reply.headers(formPageHeaders()).redirect(interaction.returnTo, 303);
  }
}

/** Tells a person that what they were led to began in another browser. */
export function refuseBrowser(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const why = 'the request began in another browser';
  return show(reply.code(400), errorPage(chosenLanguage(request), 'invalid_request', why));
}

const noText = 'a zero byte is no part of any text';

/** Tells a person that what their browser sent cannot be kept. */
export function refuseText(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return show(reply.code(400), errorPage(chosenLanguage(request), 'invalid_request', noText));
}

const notAgreed = { error: 'access_denied', error_description: 'the person did not agree' };

function leadsTo({ params }: Interaction): string[] {
  return typeof params.redirect_uri === 'string' ? schemesOf(params.redirect_uri) : [];
}

function show(
  reply: FastifyReply,
  page: FormPage,
  request?: FastifyRequest,
  leadsTo: string[] = [],
): FastifyReply {
  const cookie = request && languageCookie(request);
  if (cookie) reply.header('set-cookie', cookie);
  return reply.headers(formPageHeaders(leadsTo)).type('text/html; charset=utf-8').send(formPageText(page));
}
