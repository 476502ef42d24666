import type { FastifyInstance } from 'fastify';
import { type Html, html, page } from '../../../platform/integration-kit/sandbox-page.ts';
import type { DeliveredMail, Mailbox } from './sandbox-mailbox.ts';

/** A page for each mail, and JSON for machines. */
export function serveMailbox(app: FastifyInstance, mailbox: Mailbox): void {
  app.get<{ Params: { id: string } }>('/messages/:id', (request, reply) => {
    const mail = mailbox.get(request.params.id);
    reply.type('text/html').code(mail ? 200 : 404);
    // A mail is what others wrote: nothing in it runs or loads here.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    return reply.send(page('Mail', mail ? shown(mail) : html`<p>There is no such mail.</p>`));
  });
  app.get<{ Querystring: { to?: string } }>('/_control/messages', (request) => ({
    messages: mailbox.list(request.query.to),
  }));
  app.delete('/_control/messages', () => {
    mailbox.empty();
    return { messages: [] };
  });
}

/** The list on the stand-in’s page. */
export function mailboxSection(mailbox: Mailbox): Html {
  return html`<h2>Mailbox</h2>
<p class="note">Mail to an address at <code>refused.example</code> is refused.</p>
<table><tr><th>At</th><th>To</th><th>Subject</th></tr>
${mailbox
  .list()
  .slice(0, 100)
  .map(
    (mail) => html`<tr><td>${mail.at}</td><td>${mail.to.join(', ')}</td>
<td><a href="/mail/messages/${mail.id}">${mail.subject || '(no subject)'}</a></td></tr>`,
  )}
</table>`;
}

function shown(mail: DeliveredMail): Html {
  return html`<p><a href="/mail/">Mailbox</a></p>
<table><tr><th>From</th><td>${mail.from}</td></tr><tr><th>To</th><td>${mail.to.join(', ')}</td></tr>
<tr><th>Subject</th><td>${mail.subject}</td></tr></table>
<p style="white-space: pre-wrap; overflow-wrap: anywhere">${withLinks(mail.text)}</p>
<details><summary>HTML</summary><pre style="white-space: pre-wrap">${mail.html}</pre></details>`;
}

/** The text, in which addresses can be clicked. */
function withLinks(text: string): Html {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))
    .reduce((before, part) => html`${before}${part}`);
}
