import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { done, serveControl } from '../../platform/integration-kit/sandbox-control.ts';
import {
  Refusal,
  readForm,
  readJson,
  SandboxKit,
  type StandInAnswer,
} from '../../platform/integration-kit/sandbox-kit.ts';
import { type Html, html } from '../../platform/integration-kit/sandbox-page.ts';
import { sameSignature } from '../../platform/integration-kit/signature.ts';
import { linkedinCertification, linkedinPost } from './contract.ts';
import { serveConsent } from './sandbox/consent.ts';
import { LinkedinMembers } from './sandbox/members.ts';

export interface LinkedinCredentials {
  clientId: string;
  clientSecret: string;
}

/** What is on a member’s profile or feed. */
interface Entry {
  id: string;
  member: string;
  kind: 'certification' | 'post';
  title: string;
  text: string;
  url: string;
}

/** LinkedIn’s stand-in: its API is `/linkedin/v2`, its authorization server `/linkedin/oauth/v2`. */
export function mountLinkedin(app: FastifyInstance, credentials: LinkedinCredentials): void {
  const kit = new SandboxKit(app, 'linkedin', 'LinkedIn');
  const members = new LinkedinMembers();
  const entries: Entry[] = [];
  const keep = (entry: Omit<Entry, 'id'>, kind: string): StandInAnswer => {
    const id = `urn:li:${kind}:${randomInt(10 ** 12)}`;
    entries.push({ ...entry, id });
    return { status: 201, body: { id } };
  };

  serveConsent(app, credentials.clientId, members);

  kit.serve('token', 'POST', '/oauth/v2/accessToken', (request) => {
    const form = readForm(request.rawBody);
    if (form.grant_type !== 'authorization_code' || form.code_verifier !== undefined)
      return { status: 400, body: { error: 'invalid_request', error_description: 'A code alone is taken.' } };
    const known =
      sameSignature(form.client_id ?? '', credentials.clientId) &&
      sameSignature(form.client_secret ?? '', credentials.clientSecret);
    if (!known)
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: 'Client authentication failed' },
      };
    const granted = members.exchange(form.code ?? '', form.redirect_uri ?? '');
    if (!granted)
      return {
        status: 400,
        body: {
          error: 'invalid_request',
          error_description: 'The code is wrong, used, or for another address.',
        },
      };
    const { token, expiresIn, scope } = granted;
    return { body: { access_token: token, expires_in: expiresIn, scope, token_type: 'Bearer' } };
  });

  kit.serve('userinfo', 'GET', '/v2/userinfo', (request) => {
    const { personId, name } = members.check(request, 'openid');
    const [given_name = name, ...rest] = name.split(' ');
    return { body: { sub: personId, name, given_name, family_name: rest.join(' ') } };
  });

  kit.serve('certify', 'POST', '/v2/learningActivityReports', (request) => {
    const { name: member } = members.check(request, 'w_member_social');
    const { name, organizationName, credentialUrl } = readJson(request, linkedinCertification);
    const entry = {
      member,
      kind: 'certification' as const,
      title: name,
      text: organizationName,
      url: credentialUrl,
    };
    return keep(entry, 'learningActivityReport');
  });

  kit.serve('share', 'POST', '/v2/ugcPosts', (request) => {
    const { personId, name: member } = members.check(request, 'w_member_social');
    if (request.headers['x-restli-protocol-version'] !== '2.0.0')
      throw new Refusal(400, 'PROTOCOL_VERSION', 'Send X-Restli-Protocol-Version: 2.0.0.');
    const post = readJson(request, linkedinPost);
    if (post.author !== `urn:li:person:${personId}`)
      throw new Refusal(403, 'ACCESS_DENIED', 'The author is not the member whose token was sent.');
    const { shareCommentary, media } = post.specificContent['com.linkedin.ugc.ShareContent'];
    const [article] = media as [(typeof media)[number]];
    const { media: url, title } = article;
    return keep({ member, kind: 'post', title: title.text, text: shareCommentary.text, url }, 'share');
  });

  app.post('/_control/tokens/revoke', (request, reply) => {
    members.revokeAll();
    return done(request, reply, '/linkedin/', { revoked: true });
  });
  app.get('/_control/entries', () => ({ entries }));
  serveControl(app, kit, () => section(entries));
}

function section(entries: readonly Entry[]): Html {
  return html`<h2>On profiles and feeds</h2>
<table><tr><th>Member</th><th>What</th><th>Title</th><th>Text</th></tr>
${entries
  .slice(-50)
  .reverse()
  .map(
    ({ member, kind, title, text, url }) => html`<tr><td>${member}</td><td>${kind}</td>
<td><a href="${url}">${title}</a></td><td>${text}</td></tr>`,
  )}
</table>
<form method="post" action="/linkedin/_control/tokens/revoke">
<button name="all" value="true">Every member withdraws what they allowed</button></form>`;
}
