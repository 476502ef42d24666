import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from '../../../platform/page-language.ts';
import { Credential } from '../credentials/credential.ts';
import { type Addresses, uuid } from '../open-badges/addresses.ts';
import { achievementDocument } from '../open-badges/badge-document.ts';
import { bake } from '../open-badges/baked-png.ts';
import { credentialsContext, openBadgesContext } from '../open-badges/contexts.ts';
import { badgePage } from './badge-page.ts';
import { badgePicture } from './badge-picture.ts';
import { sendCached } from './cached.ts';
import { achievementPage, issuerPage } from './issuer-page.ts';
import { pageAnswer } from './layout.ts';
import { notFoundPage } from './not-found-page.ts';
import { publicAchievement, publicCredential, publicIssuer } from './public-credential.ts';

/** How long others may go on with what they have, in seconds: pages show a status, signed texts never change. */
const maxAge = { page: 30, signed: 3600, picture: 86_400 };

/** Caches and networks ask with HEAD first. */
const asked = { exposeHeadRoute: true };

type WithId = FastifyRequest<{ Params: { id: string } }>;

/** What is asked for, by the ending of the address or else by `Accept`. */
function formOf(request: WithId): { id: string; form: 'html' | 'json' | 'jwt' } {
  const [, id = '', ending] = /^(.*?)(\.json|\.jwt)?$/.exec(request.params.id) ?? [];
  if (ending) return { id, form: ending === '.jwt' ? 'jwt' : 'json' };
  const accept = request.headers.accept ?? '';
  const types = accept.split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  for (const type of types) {
    if (type === 'text/html' || type === 'application/xhtml+xml') break;
    if (type === 'application/vc+jwt' || type === 'application/jwt') return { id, form: 'jwt' };
    if (type === 'application/vc' || type === 'application/ld+json' || type === 'application/json')
      return { id, form: 'json' };
  }
  return { id, form: 'html' };
}

/** Answers alike for every id that is not known. */
function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { headers, body } = notFoundPage(languageOf(request), '/verify');
  return reply.code(404).headers(headers).type('text/html; charset=utf-8').send(body);
}

/**
 * What anybody may see without login: the pages of credentials, issuers and achievements, the signed
 * texts, and the pictures.
 */
export function publicRoutes(app: FastifyInstance, em: EntityManager, addresses: Addresses): void {
  async function signedForms(id: string) {
    if (!uuid.test(id)) return null;
    const options = { fields: ['document', 'jwt'], filters: { fence: false } } as const;
    return em.fork().findOne(Credential, { id }, options);
  }

  app.get('/credentials/badges/:id', asked, async (request: WithId, reply) => {
    const { id, form } = formOf(request);
    if (form === 'html') {
      const found = await publicCredential(em, id);
      if (!found) return notFound(request, reply);
      const page = badgePage(found, languageOf(request), addresses);
      return sendCached(request, reply, pageAnswer(page, maxAge.page));
    }
    const signed = await signedForms(id);
    const body = form === 'jwt' ? signed?.jwt : signed?.document;
    if (!body) return notFound(request, reply);
    const type = form === 'jwt' ? 'application/vc+jwt' : 'application/vc';
    return sendCached(request, reply, { type, body, maxAge: maxAge.signed, headers: { vary: 'Accept' } });
  });

  app.get('/issuers/:id', asked, async (request: WithId, reply) => {
    const { id, form } = formOf(request);
    const issuer = await publicIssuer(em, id);
    if (!issuer || form === 'jwt') return notFound(request, reply);
    if (form === 'html') {
      const page = issuerPage(issuer, languageOf(request), addresses);
      return sendCached(request, reply, pageAnswer(page, maxAge.page));
    }
    const { name, url, email, description, imageUrl } = issuer;
    const profile = {
      '@context': [credentialsContext, openBadgesContext],
      id: addresses.issuerDid(id),
      type: ['Profile'],
      name,
      url: url ?? addresses.issuer(id),
      ...(email !== null && { email }),
      ...(description !== null && { description }),
      ...(imageUrl !== null && { image: { id: imageUrl, type: 'Image' } }),
    };
    const headers = { vary: 'Accept' };
    const body = JSON.stringify(profile);
    return sendCached(request, reply, { type: 'application/ld+json', body, maxAge: maxAge.page, headers });
  });

  app.get('/achievements/:id', asked, async (request: WithId, reply) => {
    const { id, form } = formOf(request);
    const found = await publicAchievement(em, id);
    if (!found || form === 'jwt') return notFound(request, reply);
    if (form === 'html') {
      const page = achievementPage(found.achievement, found.issuer, languageOf(request), addresses);
      return sendCached(request, reply, pageAnswer(page, maxAge.page));
    }
    const context = { '@context': [credentialsContext, openBadgesContext] };
    const body = JSON.stringify({ ...context, ...achievementDocument(found.achievement, addresses) });
    const headers = { vary: 'Accept' };
    return sendCached(request, reply, { type: 'application/ld+json', body, maxAge: maxAge.signed, headers });
  });

  app.get('/images/badges/:id', asked, async (request: WithId, reply) => {
    const [, id = ''] = /^(.*)\.png$/.exec(request.params.id) ?? [];
    const credential = await publicCredential(em, id);
    const found = credential ?? (await publicAchievement(em, id));
    if (!found) return notFound(request, reply);
    const picture = await badgePicture(found.achievement, found.issuer?.name ?? '');
    const { baked } = request.query as { baked?: unknown };
    if (baked === undefined)
      return sendCached(request, reply, { type: 'image/png', body: picture, maxAge: maxAge.picture });
    const document = credential && (await signedForms(id))?.document;
    if (!document) return notFound(request, reply);
    const body = bake(picture, document);
    return sendCached(request, reply, { type: 'image/png', body, maxAge: maxAge.picture });
  });
}
