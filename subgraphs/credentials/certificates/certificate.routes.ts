import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { PdfSeal } from '../../../integrations/pdf-seal/port.ts';
import { isOfSandbox } from '../../../platform/environment.ts';
import { languageOf } from '../../../platform/page-language.ts';
import { CredentialStatus } from '../credentials/credential.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { sendCached } from '../public-pages/cached.ts';
import { publicCredential, shownName } from '../public-pages/public-credential.ts';
import type { CertificateLinks } from './certificate-link.ts';
import type { CertificateForm, certificatePdf } from './certificate-pdf.ts';

export interface CertificateRoutesParts {
  em: EntityManager;
  addresses: Addresses;
  links: CertificateLinks;
  /** null: certificates are not sealed. */
  seal: PdfSeal | null;
}

type WithId = FastifyRequest<{ Params: { id: string }; Querystring: Record<string, unknown> }>;

/** Seconds for which others may go on with a certificate; it changes when the holder shows another name. */
const maxAge = 300;
const kept = 100;

/**
 * `/credentials/badges/{id}.pdf`: the certificate, for anybody who knows the address, with the holder’s name as
 * the holder shows it; with a link of `CertificateLinks` the whole name. A credential that is suspended or
 * revoked has none any more: its page tells why.
 */
export function certificateRoutes(app: FastifyInstance, parts: CertificateRoutesParts): void {
  const { em, addresses, links, seal } = parts;
  // The seal is for what is real.
  const sealFor = (organisationId: string) => (isOfSandbox(organisationId) ? null : seal);
  // Drawing and sealing take time, and a link that is passed around is opened often.
  const drawn = new LRUCache<string, Promise<Buffer>>({ max: kept });

  app.get('/credentials/badges/:id.pdf', { exposeHeadRoute: true }, async (request: WithId, reply) => {
    const { id } = request.params;
    const found = await publicCredential(em, id);
    const page = addresses.badge(id);
    if (!found) return reply.callNotFound();
    const { credential, achievement, issuer } = found;
    const { status } = credential;
    if (status === CredentialStatus.SUSPENDED || status === CredentialStatus.REVOKED)
      return reply.header('cache-control', 'no-store').redirect(page, 303);

    const whole = links.holds(id, request.query);
    const form: CertificateForm = {
      language: languageOf(request),
      layout: request.query.layout === 'portrait' ? 'portrait' : 'landscape',
      holder: whole ? credential.holderName : shownName(credential),
    };
    const key = JSON.stringify([id, form, credential.updatedAt, achievement.id, issuer.updatedAt]);
    let pdf = drawn.get(key);
    if (!pdf) {
      pdf = drawnPdf(found, form, addresses).then(
        (bytes) => sealFor(credential.organisationId)?.seal(bytes, form.language) ?? bytes,
      );
      drawn.set(key, pdf);
      pdf.catch(() => drawn.delete(key));
    }
    const headers = {
      'content-disposition': `inline; filename="${fileName(credential.certificateNumber ?? id)}.pdf"`,
      vary: 'Accept-Language',
      ...(whole && { 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' }),
    };
    return sendCached(request, reply, { type: 'application/pdf', body: await pdf, maxAge, headers });
  });
}

/** What draws is loaded with the first certificate. */
const drawnPdf: typeof certificatePdf = async (...what) =>
  (await import('./certificate-pdf.ts')).certificatePdf(...what);

function fileName(text: string): string {
  return text.replace(/[^\w.-]+/g, '-').slice(0, 100);
}
