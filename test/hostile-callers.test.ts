import { connect as connectTcp } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { furnishInstitution, gopayInput, type Ids } from './furnished-institution.ts';
import { ask, eventually, send } from './graph-request.ts';
import { KillableHub } from './killable-hub.ts';
import { type OutsideWorld, startOutsideWorld } from './outside-world.ts';
import { playSignInStory } from './sign-in-story.ts';
import { newLearner } from './story-nouns.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const entriesOf = (log: string) => log.split('\n').filter((line) => line.startsWith('{'));
const json = { 'content-type': 'application/json' };

describe('a hub that logs everything', () => {
  let world: OutsideWorld;
  let hub: KillableHub;
  let key: string;
  let ids: Ids;
  beforeAll(async () => {
    world = await startOutsideWorld();
    hub = await KillableHub.start({ ...world.environment, LOG_LEVEL: 'trace' });
    ({ key, ids } = await furnishInstitution(hub.graphqlUrl, hub.apiKeys.admin));
  }, 240_000);
  afterAll(async () => {
    await hub.remove();
    await world.close();
  });

  const origin = () => new URL(hub.graphqlUrl).origin;
  /** Waits until everything that was said before has been written. */
  async function settled(): Promise<string> {
    const id = `last-${Math.random()}`;
    await fetch(`${origin()}/nothing`, { headers: { 'x-request-id': id } });
    await eventually(() => hub.output().includes(id), 'the log is written');
    return hub.output();
  }
  const token = (body: Record<string, string>, headers: Record<string, string> = form) =>
    fetch(`${origin()}/oauth/token`, {
      method: 'POST',
      headers,
      body: headers === json ? JSON.stringify(body) : new URLSearchParams(body),
    }).then((response) => response.text());

  it('puts no secret into its log, and none that it keeps into an answer', async () => {
    const answers: string[] = [];
    const said = async (answer: Promise<{ text: string } | string>) => {
      const got = await answer;
      answers.push(typeof got === 'string' ? got : got.text);
    };
    const learner = { ...newLearner(), nik: '1206015506070008' };
    const { createStudent } = await ask(
      hub.graphqlUrl,
      key,
      'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id nik } }',
      { input: learner },
    );
    const { createOAuthClient: client } = await ask(
      hub.graphqlUrl,
      key,
      'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
      { input: { name: 'LMS', scopes: ['read'] } },
    );
    const { createWebhook: webhook } = await ask(
      hub.graphqlUrl,
      key,
      'mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { id } } }',
      {
        input: {
          name: 'HR',
          url: 'http://127.0.0.1:9/canary-of-webhooks',
          events: ['student.*'],
          headers: [{ name: 'X-Auth', value: 'canary-in-a-header-of-a-webhook' }],
        },
      },
    );
    const grant = { grant_type: 'client_credentials', client_id: client.client.id };
    const { access_token: accessToken } = JSON.parse(await token({ ...grant, client_secret: client.secret }));
    expect(accessToken).toEqual(expect.any(String));

    const guess = `${key.slice(0, -8)}canarykey`;
    const wrongSecret = 'hcs_canary_secret_of_a_client_that_is_not_there_00';
    const password = 'canary-password-of-nobody';
    // Refused, failing and unreadable requests: these are what gets logged in full.
    await said(send(hub.graphqlUrl, guess, '{ viewer { id } }'));
    await said(token({ ...grant, client_secret: wrongSecret }));
    await said(token({ ...grant, client_secret: wrongSecret }, json));
    await said(
      token({ grant_type: 'password', username: 'a@b.example', password, client_id: client.client.id }),
    );
    await said(token({ ...grant, grant_type: 'refresh_token', refresh_token: 'canary-refresh-token' }));
    await said(
      token({
        ...grant,
        grant_type: 'authorization_code',
        code: 'canary-code',
        code_verifier: 'canary-verifier',
      }),
    );
    for (const path of ['/oauth/introspect', '/oauth/revoke']) {
      const body = new URLSearchParams({
        token: accessToken,
        client_id: client.client.id,
        client_secret: wrongSecret,
      });
      await said(
        fetch(origin() + path, { method: 'POST', headers: form, body }).then((response) => response.text()),
      );
    }
    for (const authorization of [
      `Bearer ${accessToken}x`,
      'Basic Y2FuYXJ5OmNhbmFyeS1iYXNpYw==',
      'Bearer canary-bearer',
    ]) {
      await said(
        fetch(hub.graphqlUrl, {
          method: 'POST',
          headers: { ...json, authorization },
          body: '{"query":"{ viewer { id } }"}',
        }).then((response) => response.text()),
      );
    }
    await said(
      fetch(hub.graphqlUrl, {
        method: 'POST',
        headers: { ...json, 'x-api-key': key },
        body: `{"password": "${password}", "nik": "${learner.nik}"`,
      }).then((response) => response.text()),
    );
    await said(
      fetch(`${origin()}/payments/callback/gopay`, {
        method: 'POST',
        headers: json,
        body: `{"nik": "${learner.nik}", "password": "${password}"}`,
      }).then((response) => response.text()),
    );
    const wrong = 'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }';
    await said(send(hub.graphqlUrl, key, wrong, { input: { ...learner, email: 'none' } }));
    await said(send(hub.graphqlUrl, key, wrong, { input: { ...learner, organisationId: ids.Student } }));
    await world.fault('gopay', { fault: 'html', on: 'create' });
    await said(
      send(
        hub.graphqlUrl,
        key,
        'mutation($input: CreatePaymentInput!) { createPayment(input: $input) { id } }',
        {
          input: gopayInput({ enrolmentId: ids.Enrolment }),
        },
      ),
    );
    await world.clearFaults('gopay');
    await said(
      send(
        hub.graphqlUrl,
        key,
        'mutation($input: SendTestEventInput!) { sendTestEvent(input: $input) { id } }',
        {
          input: { webhookId: webhook.webhook.id, type: 'student.created' },
        },
      ),
    );

    const kept = Object.entries(world.environment).filter(([name]) => /KEY|SECRET|TOKEN|PASS/.test(name));
    expect(kept.length).toBeGreaterThan(5);
    const secrets: Record<string, string> = {
      ...Object.fromEntries(kept),
      'the key of the operator': hub.apiKeys.admin,
      'the key of the institution': key,
      'a key that was guessed': guess,
      'the secret of a client': client.secret,
      'the secret of a client that was guessed': wrongSecret,
      'the secret of a webhook': webhook.secret,
      'a header of a webhook': 'canary-in-a-header-of-a-webhook',
      'an access token': accessToken,
      'a password': password,
      'a refresh token': 'canary-refresh-token',
      'a code': 'canary-code',
      'the verifier of a code': 'canary-verifier',
      'a bearer': 'canary-bearer',
      'basic credentials': 'Y2FuYXJ5OmNhbmFyeS1iYXNpYw',
      'a NIK': learner.nik,
    };
    // What is announced at the start has the keys of the demo in it, for who started it.
    const log = entriesOf(await settled()).join('\n');
    const found = (text: string) =>
      Object.entries(secrets)
        .filter(([, value]) => text.includes(value))
        .map(([name]) => name);
    expect(found(log)).toEqual([]);
    expect(found(answers.join('\n'))).toEqual([]);
    expect(createStudent.nik).toBe(learner.nik);
  });

  it('gives who has signed in tokens, nothing for the cookies of the session, and no word of it to the log', async () => {
    await playSignInStory(hub.graphqlUrl, hub.apiKeys, hub.people.learner);
    const log = entriesOf(await settled()).join('\n');
    expect(log).not.toContain(hub.people.learner.password);
    expect(log).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
    expect(log).not.toMatch(/hub-session[^"]{0,20}=/);
  });

  it('shows its schema to everybody, being one process', async () => {
    const { codes } = await send(hub.graphqlUrl, null, '{ __schema { queryType { name } } }');
    expect(codes).toEqual([]);
  });

  it('has in its log no line, and no colour, that a caller wrote', async () => {
    const forged = '{"level":60,"time":1,"msg":"forged by a caller"}';
    const nasty = `x\n${forged}\r\n\u001b[31mred\u001b[0m\u2028\u0000\u0085end`;
    const percent = encodeURIComponent(nasty);
    const operationName = {
      query: 'query A { viewer { id } }',
      operationName: nasty,
      variables: { [nasty]: nasty },
    };
    await fetch(hub.graphqlUrl, {
      method: 'POST',
      headers: { ...json, 'x-api-key': key },
      body: JSON.stringify(operationName),
    });
    await send(hub.graphqlUrl, key, 'query($id: ID!) { student(id: $id) { id } }', { id: nasty });
    await send(hub.graphqlUrl, key, `{ viewer { id } } # ${nasty}`);
    for (const path of [
      `/${percent}`,
      `/graphql?query=${percent}`,
      `/oauth/token?${percent}`,
      `/verify/${percent}`,
      `/pay/${percent}`,
      `/payments/callback/${percent}`,
    ]) {
      await fetch(origin() + path, {
        headers: { 'user-agent': forged, referer: forged, 'x-forwarded-for': forged },
      });
    }
    await token({ grant_type: nasty, client_id: nasty, client_secret: nasty, scope: nasty });
    await fetch(`${origin()}/payments/callback/gopay`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ order_id: nasty }),
    });
    const socket = new WebSocket(hub.graphqlUrl.replace('http', 'ws'), 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init', payload: { 'X-API-Key': key, [nasty]: nasty } }));
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(
      JSON.stringify({
        id: nasty,
        type: 'subscribe',
        payload: { query: '{ nothing }', operationName: nasty },
      }),
    );
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(nasty);
    await new Promise((resolve) => socket.once('close', resolve));
    for (const header of [
      `x-request-id: a\u001b[31m${forged}`,
      `x-request-id: ${'a'.repeat(500)}`,
      `x-api-key: \u001b[31m${forged}`,
    ]) {
      const raw = connectTcp(Number(new URL(origin()).port), '127.0.0.1');
      raw.write(`GET /nothing HTTP/1.1\r\nhost: hub\r\n${header}\r\nconnection: close\r\n\r\n`);
      await new Promise((resolve) => raw.once('close', resolve).resume());
    }

    const log = await settled();
    const entries = entriesOf(log);
    expect(entries.length).toBeGreaterThan(10);
    for (const line of entries) expect(() => JSON.parse(line)).not.toThrow();
    expect(entries.map((line) => JSON.parse(line)).filter(({ msg }) => /forged/.test(msg))).toEqual([]);
    // Behind what is announced at the start there is nothing but entries, and in none a character that moves a cursor.
    const last = log.lastIndexOf('\n', log.indexOf(entries.at(-1) ?? ''));
    expect(
      log
        .slice(0, last)
        .split('\n')
        .filter((line) => line.includes('forged') && !line.startsWith('{')),
    ).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(/[\u0000-\u0008\u000b-\u001f\u007f]/.test(entries.join(''))).toBe(false);
  });
});
