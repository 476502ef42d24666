import { expect } from '@jest/globals';
import { ask, eventually } from './graph-request.ts';
import type { Data } from './subgraph-harness.ts';

export interface PeopleStoryHub {
  graphqlUrl: string;
  sandboxUrl: string;
  apiKeys: { admin: string; institution: string };
}

/** On a hub that runs: an institution's admin is invited by mail, follows the link, and forgets the password. */
export async function playPeopleStory({ graphqlUrl, sandboxUrl, apiKeys }: PeopleStoryHub): Promise<void> {
  const hubUrl = new URL(graphqlUrl).origin;
  const email = `ratna.${crypto.randomUUID()}@lpk.example`;
  const mailed = async (count: number): Promise<Data> => {
    const messages = async () => {
      const answer = await fetch(`${sandboxUrl}/mail/_control/messages?to=${encodeURIComponent(email)}`);
      return ((await answer.json()) as { messages: Data[] }).messages;
    };
    await eventually(async () => (await messages()).length === count, `mail number ${count} arrives`);
    return (await messages())[0];
  };
  const follow = async ({ text }: Data, password: string) => {
    const [link = ''] = /https?:\/\/\S+\/account\/password\/[\w-]{43}/.exec(text) ?? [];
    expect(new URL(link).origin).toBe(hubUrl);
    expect((await fetch(link)).status).toBe(200);
    const answer = await fetch(link, { method: 'POST', body: new URLSearchParams({ password }) });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('role="status"')]);
  };

  const { viewer } = await ask(graphqlUrl, apiKeys.institution, '{ viewer { organisation { id } } }');
  const invite = 'mutation($input: InviteUserInput!) { inviteUser(input: $input) { id status } }';
  const { inviteUser: user } = await ask(graphqlUrl, apiKeys.admin, invite, {
    input: { name: 'Ratna', email, role: 'ADMIN', organisationId: viewer.organisation.id },
  });
  expect(user.status).toBe('INVITED');
  await follow(await mailed(1), 'seekor gajah di kebun teh');
  const known = await ask(graphqlUrl, apiKeys.institution, 'query($id: ID!) { user(id: $id) { status } }', {
    id: user.id,
  });
  expect(known.user.status).toBe('ACTIVE');

  const forgot = await fetch(`${hubUrl}/account/password/forgot`, {
    method: 'POST',
    body: new URLSearchParams({ email }),
  });
  expect(forgot.status).toBe(200);
  await follow(await mailed(2), 'seekor harimau di kebun kopi');
  expect((await mailed(3)).subject).toContain('Your password was changed');
}
