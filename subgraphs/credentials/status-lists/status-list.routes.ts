import type { FastifyInstance } from 'fastify';
import { HubError } from '../../../platform/errors.ts';
import { sendCached } from '../public-pages/cached.ts';
import type { StatusListPublisher } from './status-list.publisher.ts';

/** How long others may go on with a list that they have, in seconds. */
const maxAge = 60;

const address = /^([0-9a-f-]{36})-(revocation|suspension)$/;

/** `/credentials/status/{list}`: the signed status lists. */
export function statusListRoutes(app: FastifyInstance, publisher: StatusListPublisher): void {
  app.get<{ Params: { list: string } }>('/credentials/status/:list', async (request, reply) => {
    const [, id = '', purpose] = address.exec(request.params.list) ?? [];
    const body = purpose ? await publisher.list(id, purpose as 'revocation' | 'suspension') : null;
    if (body === null) throw new HubError('NOT_FOUND', { message: 'There is no such status list.' });
    return sendCached(request, reply, { type: 'application/vc', body, maxAge });
  });
}
