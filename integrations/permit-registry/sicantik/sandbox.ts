import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { done, readControl, serveControl } from '../../../platform/integration-kit/sandbox-control.ts';
import {
  Refusal,
  SandboxKit,
  type StandInAnswer,
  type StandInRequest,
} from '../../../platform/integration-kit/sandbox-kit.ts';
import { type Html, html } from '../../../platform/integration-kit/sandbox-page.ts';
import { sameSignature } from '../../../platform/integration-kit/signature.ts';
import { type AnswerManner, answer, answerManner } from './sandbox-answer.ts';
import { type SandboxPermit, sandboxTypes } from './sandbox-permits.ts';
import { SandboxRegistry } from './sandbox-registry.ts';

export interface SicantikStandInOptions {
  /** Asked for as a bearer token; a stand-in without one asks for none. */
  apiKey?: string | undefined;
  /** How many permits are made up besides those of the demo data; none when absent. */
  permits?: number | undefined;
}

const change = z.object({
  issued: z.coerce.number().int().min(0).max(100_000).default(0),
  inProcess: z.coerce.number().int().min(0).max(100_000).default(0),
});
const choice = z.object({
  id: z.string().optional(),
  count: z.coerce.number().int().min(1).max(100_000).default(1),
});

/** SICANTIK's stand-in. Its base URL is `/sicantik/backoffice/api`. */
export function mountSicantik(app: FastifyInstance, options: SicantikStandInOptions = {}): void {
  const kit = new SandboxKit(app, 'sicantik', 'SICANTIK');
  const registry = new SandboxRegistry(options.permits ?? 0);
  let manner: AnswerManner = answerManner.parse({});

  const serve = (endpoint: string, handle: (request: StandInRequest) => StandInAnswer) =>
    kit.serve(endpoint, 'GET', `/backoffice/api/${endpoint}`, (request) => {
      if (options.apiKey && !sameSignature(request.headers.authorization ?? '', `Bearer ${options.apiKey}`))
        throw new Refusal(401, 'UNAUTHORIZED', 'The key is missing or wrong.');
      return handle(request);
    });
  const part = (list: readonly SandboxPermit[], { query }: StandInRequest) => {
    const [limit, offset] = [wholeNumber(query, 'limit'), wholeNumber(query, 'offset')];
    return list.slice(offset, offset + Math.min(limit, manner.mostEntries));
  };

  serve('listpermohonanterbit', (request) =>
    answer(
      manner,
      part(registry.issued, request).map(({ status: _s, d_berlaku_izin: _d, ...listed }) => listed),
    ),
  );
  serve('listpermohonanproses', (request) =>
    answer(
      manner,
      part(registry.inProcess, request).map(({ no_surat: _n, d_berlaku_izin: _d, ...listed }) => listed),
    ),
  );
  serve('jenisperizinanlist', () => answer(manner, sandboxTypes));
  serve('jumlahPerizinan', () => {
    const [terbit, proses] = [registry.issued.length, registry.inProcess.length];
    const total = String(terbit + proses);
    return answer(
      manner,
      manner.thin ? { total } : { total, terbit: String(terbit), proses: String(proses) },
    );
  });
  serve('cekperizinan', ({ query }) => {
    const permit = registry.find(Buffer.from(query.no_izin ?? '', 'base64').toString());
    if (!permit) throw new Refusal(404, 'NOT_FOUND', 'There is no such permit.');
    const { status: _s, ...told } = permit;
    return answer(manner, [told]);
  });

  const control = <T>(path: string, schema: z.ZodType<T>, carryOut: (input: T) => unknown) =>
    app.post(`/_control/${path}`, (request: FastifyRequest, reply: FastifyReply) => {
      const input = schema.safeParse(readControl(request) ?? {});
      if (!input.success) return reply.code(400).send({ error: z.prettifyError(input.error) });
      return done(request, reply, '/sicantik/', carryOut(input.data));
    });
  control('answers', answerManner, (wanted) => {
    manner = wanted;
    return manner;
  });
  control('add', change, ({ issued, inProcess }) => {
    registry.add(issued, inProcess);
    return { issued: registry.issued.length, inProcess: registry.inProcess.length };
  });
  control('issue', choice, ({ id, count }) => ({ issued: registry.issue(id, count) }));
  control('vanish', choice, ({ id, count }) => ({ vanished: registry.vanish(id, count) }));
  control('restore', z.object({}), () => ({ restored: registry.restore() }));
  serveControl(app, kit, () => section(registry, manner));
}

function wholeNumber(query: StandInRequest['query'], name: string): number {
  const value = query[name] ?? '';
  if (!/^\d{1,9}$/.test(value)) throw new Refusal(400, 'INVALID_REQUEST', `${name} must be a whole number.`);
  return Number(value);
}

function section(registry: SandboxRegistry, manner: AnswerManner): Html {
  const button = (action: string, fields: Html, label: string) =>
    html`<form method="post" action="/sicantik/_control/${action}">${fields}<button>${label}</button></form>`;
  const newest = [...registry.inProcess.slice(0, 10), ...registry.issued.slice(0, 10)];
  return html`<h2>Books</h2>
<p>${registry.issued.length} issued, ${registry.inProcess.length} in process. Answers: <code>${JSON.stringify(manner)}</code></p>
${button('add', html`<input type="hidden" name="inProcess" value="1">`, 'A new application')}
${button('add', html`<input type="hidden" name="issued" value="1">`, 'A new permit')}
${button('issue', html`<input name="id" placeholder="id (the oldest)">`, 'Issue')}
${button('vanish', html`<input name="id" placeholder="id (the newest)">`, 'Let vanish')}
${button('restore', html``, 'Put back')}
${button('answers', html`<select name="format"><option>json</option><option>xml</option></select>`, 'Answer so')}
<table><tr><th>Id</th><th>Applicant</th><th>Kind</th><th>Number</th><th>Status</th><th>Received</th></tr>
${newest.map(
  (
    permit,
  ) => html`<tr><td>${permit.pendaftaran_id}</td><td>${permit.n_pemohon}</td><td>${permit.n_perizinan}</td>
<td>${permit.no_surat}</td><td>${permit.status || 'TERBIT'}</td><td>${permit.d_terima_berkas}</td></tr>`,
)}
</table>`;
}
