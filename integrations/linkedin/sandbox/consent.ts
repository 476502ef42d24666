import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { bytesOf, readForm } from '../../../platform/integration-kit/sandbox-kit.ts';
import { type Html, html, page } from '../../../platform/integration-kit/sandbox-page.ts';
import type { LinkedinMembers } from './members.ts';

const asked = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  scope: z.string().min(1),
  state: z.string().default(''),
  code_challenge: z.undefined('is not for web applications').optional(),
});
type Asked = z.output<typeof asked>;

const path = '/oauth/v2/authorization';

/** The page on which a member allows or refuses what the application asks for. */
export function serveConsent(app: FastifyInstance, clientId: string, members: LinkedinMembers): void {
  const read = (from: unknown): Asked | Html => {
    const parsed = asked.safeParse(from);
    if (!parsed.success) return problem(z.prettifyError(parsed.error));
    return parsed.data.client_id === clientId ? parsed.data : problem('client_id is not known here.');
  };

  app.get(path, (request, reply) => {
    const wanted = read(request.query);
    const right = 'client_id' in wanted;
    return reply
      .code(right ? 200 : 400)
      .type('text/html')
      .send(page('LinkedIn', right ? consent(wanted) : wanted));
  });

  app.post(path, (request, reply) => {
    const { decision, member, ...fields } = readForm(bytesOf(request));
    const wanted = read(fields);
    if (!('client_id' in wanted)) return reply.code(400).type('text/html').send(page('LinkedIn', wanted));
    const back = new URL(wanted.redirect_uri);
    if (decision === 'allow') {
      const name = member?.trim() || 'Siti Rahayu';
      back.searchParams.set('code', members.consent(name, wanted.scope, wanted.redirect_uri));
    } else {
      back.searchParams.set('error', 'user_cancelled_authorize');
      back.searchParams.set('error_description', 'The user cancelled the authorization');
    }
    back.searchParams.set('state', wanted.state);
    return reply.redirect(back.href, 303);
  });
}

function consent(wanted: Asked): Html {
  const { response_type, client_id, redirect_uri, scope, state } = wanted;
  const hidden = Object.entries({ response_type, client_id, redirect_uri, scope, state }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<p><strong>${client_id}</strong> would like to:</p>
<ul>${scope.split(' ').map((one) => html`<li>${words[one] ?? one}</li>`)}</ul>
<form method="post">
${hidden}
<p><label>You are <input name="member" value="Siti Rahayu" maxlength="100"></label></p>
<button name="decision" value="allow">Allow</button>
<button name="decision" value="cancel">Cancel</button>
</form>
<p class="note">You will go on to ${new URL(redirect_uri).host}.</p>`;
}

const words: Record<string, string> = {
  openid: 'know who you are',
  profile: 'use your name and photo',
  email: 'use the primary email address of your account',
  w_member_social: 'create, modify and delete posts on your behalf',
};

function problem(message: string): Html {
  return html`<p>The application asked for something that LinkedIn does not do.</p><pre>${message}</pre>`;
}
