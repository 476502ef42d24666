import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import { HubError } from '../../../platform/errors.ts';
import { type Addresses, uuid } from '../open-badges/addresses.ts';
import { didDocument } from '../open-badges/did-document.ts';
import { sendCached } from '../public-pages/cached.ts';
import type { IssuerService } from './issuer.service.ts';

/** A new key is used at once: whoever has an older document looks again after this, in seconds. */
const maxAge = 60;

/** `/issuers/{id}/did.json`: where did:web leads to. */
export function didRoutes(
  app: FastifyInstance,
  parts: { em: EntityManager; issuers: IssuerService; addresses: Addresses },
): void {
  app.get<{ Params: { id: string } }>('/issuers/:id/did.json', async (request, reply) => {
    const { id } = request.params;
    const methods = uuid.test(id) ? await parts.issuers.verificationMethods(parts.em.fork(), id) : [];
    if (methods.length === 0) throw new HubError('NOT_FOUND', { message: 'There is no such issuer.' });
    const body = JSON.stringify(didDocument(parts.addresses.issuerDid(id), methods));
    return sendCached(request, reply, { type: 'application/did+ld+json', body, maxAge });
  });
}
