import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Fault, faultNames, faultSchema } from './sandbox-faults.ts';
import { bytesOf, readForm, type SandboxKit } from './sandbox-kit.ts';
import { type Html, html, page } from './sandbox-page.ts';

/**
 * Puts a stand-in's control under `_control/` and its page at `/`: scripting faults and looking at
 * the requests that it has had. `section` is what the stand-in itself adds to the page.
 */
export function serveControl(app: FastifyInstance, kit: SandboxKit, section: () => Html): void {
  app.get('/', (_request, reply) =>
    reply.type('text/html').send(page(kit.title, controlPage(kit, section()))),
  );

  app.get('/_control/faults', () => ({ faults: kit.faults.list() }));
  app.post('/_control/faults', (request, reply) => {
    const parsed = faultSchema.safeParse(readControl(request));
    if (!parsed.success) {
      return reply.code(400).send({
        error: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
        faults: faultNames,
      });
    }
    kit.faults.add(parsed.data);
    return done(request, reply, `/${kit.name}/`, { faults: kit.faults.list() });
  });
  const clear = (request: FastifyRequest, reply: FastifyReply) => {
    kit.faults.clear();
    return done(request, reply, `/${kit.name}/`, { faults: [] });
  };
  app.delete('/_control/faults', clear);
  app.post('/_control/faults/clear', clear);
  app.get('/_control/requests', () => ({ requests: kit.requests }));
}

/** The body of a control request: JSON from a machine, a form (whose empty fields are absent) from a page. */
export function readControl(request: FastifyRequest): unknown {
  const body = bytesOf(request);
  if (fromPage(request)) {
    return Object.fromEntries(Object.entries(readForm(body)).filter(([, value]) => value !== ''));
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Answers a control request: a person goes on to `location`, a machine gets `result`. */
export function done(request: FastifyRequest, reply: FastifyReply, location: string, result: unknown) {
  return fromPage(request) ? reply.redirect(location, 303) : reply.send(result);
}

function fromPage(request: FastifyRequest): boolean {
  return (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
}

function controlPage(kit: SandboxKit, section: Html): Html {
  const requests = kit.requests.slice(-20).reverse();
  return html`<p><a href="/">All stand-ins</a></p>
${section}
<h2>Faults</h2>
<p class="note">The next requests or callbacks go wrong as scripted here. <code>on</code> is the operation
(<code>token</code>, <code>create</code>, <code>read</code>, ...; empty means every one).</p>
<ul>${kit.faults.list().map(faultLine)}</ul>
<form method="post" action="/${kit.name}/_control/faults">
<select name="fault">${faultNames.map((name) => html`<option>${name}</option>`)}</select>
<input name="times" placeholder="times (1)"> <input name="on" placeholder="on">
<select name="when"><option value="">when</option><option>before</option><option>after</option></select>
<input name="ms" placeholder="ms"> <input name="status" placeholder="status">
<input name="retryAfter" placeholder="Retry-After s"> <input name="count" placeholder="count">
<input name="by" placeholder="amount by"> <input name="word" placeholder="status word">
<button>Script it</button>
</form>
<form method="post" action="/${kit.name}/_control/faults/clear"><button>Clear all faults</button></form>
<h2>Latest requests</h2>
<table><tr><th>At</th><th>Operation</th><th>Request</th><th>Answer</th><th>Faults</th></tr>
${requests.map(
  (seen) => html`<tr><td>${seen.at}</td><td>${seen.operation}</td>
<td>${seen.method} ${seen.path}<br><code>${seen.body}</code></td>
<td>${seen.status ?? 'dropped'}</td><td>${seen.faults.join(', ')}</td></tr>`,
)}
</table>`;
}

function faultLine(fault: Fault): Html {
  return html`<li><code>${JSON.stringify(fault)}</code></li>`;
}
