import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { done, serveControl } from '../../platform/integration-kit/sandbox-control.ts';
import { Refusal, readJson, SandboxKit } from '../../platform/integration-kit/sandbox-kit.ts';
import { type Html, html, page } from '../../platform/integration-kit/sandbox-page.ts';
import { sameSignature } from '../../platform/integration-kit/signature.ts';
import { europassBody } from './contract.ts';

interface Issued {
  europassId: string;
  url: string;
  title: string;
  issuer: string;
  credential: unknown;
}

/** Europass’s stand-in. Its base URL is `/europass/api`. */
export function mountEuropass(
  app: FastifyInstance,
  credentials: { apiKey: string },
  options: { publicUrl?: string | undefined },
): void {
  const kit = new SandboxKit(app, 'europass', 'Europass');
  const issued = new Map<string, Issued>();
  let keyHolds = true;

  kit.serve('issue', 'POST', '/api/credentials/issue', (request) => {
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!keyHolds || !sameSignature(key, credentials.apiKey))
      throw new Refusal(401, 'UNAUTHORIZED', 'The API key is missing, unknown or withdrawn.');
    const { credential } = readJson(request, europassBody);
    const one = issued.get(credential.id) ?? {
      // Random, since the stand-in forgets its credentials when it ends, and the hub does not.
      europassId: `EP-${new Date().getUTCFullYear()}-${randomBytes(6).toString('hex').toUpperCase()}`,
      url: credential.id,
    };
    const { name } = credential.credentialSubject.achievement;
    issued.set(credential.id, {
      ...one,
      title: name.en ?? Object.values(name)[0] ?? '',
      issuer: credential.issuer.name,
      credential,
    });
    const base = `${options.publicUrl ?? request.origin}/europass`;
    return {
      body: {
        success: true,
        data: {
          europass_credential_id: one.europassId,
          credential_url: `${base}/credentials/${one.europassId}`,
          qr_code: `${base}/qr/${one.europassId}`,
        },
      },
    };
  });

  app.get<{ Params: { id: string } }>('/credentials/:id', (request, reply) => {
    const one = [...issued.values()].find(({ europassId }) => europassId === request.params.id);
    reply.type('text/html').code(one ? 200 : 404);
    return reply.send(page('Europass', one ? shown(one) : html`<p>There is no such credential.</p>`));
  });

  app.post('/_control/key/:state', (request, reply) => {
    keyHolds = (request.params as { state: string }).state !== 'withdraw';
    return done(request, reply, '/europass/', { keyHolds });
  });
  app.get('/_control/credentials', () => ({ credentials: [...issued.values()] }));
  serveControl(app, kit, () => section([...issued.values()]));
}

function shown(one: Issued): Html {
  return html`<p>${one.europassId}: ${one.title}, by ${one.issuer}, of <a href="${one.url}">${one.url}</a></p>
<pre>${JSON.stringify(one.credential, null, 2)}</pre>`;
}

function section(issued: readonly Issued[]): Html {
  return html`<h2>Issued credentials</h2>
<table><tr><th>Europass id</th><th>What</th><th>By</th></tr>
${issued
  .slice(-50)
  .reverse()
  .map(
    (one) => html`<tr><td><a href="/europass/credentials/${one.europassId}">${one.europassId}</a></td>
<td>${one.title}</td><td>${one.issuer}</td></tr>`,
  )}
</table>
<form method="post" action="/europass/_control/key/withdraw"><button name="key" value="withdraw">Withdraw the API key</button></form>
<form method="post" action="/europass/_control/key/restore"><button name="key" value="restore">Let it hold again</button></form>`;
}
