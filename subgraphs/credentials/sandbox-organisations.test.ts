import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createEuropass } from '../../integrations/europass/europass.ts';
import { createLinkedIn } from '../../integrations/linkedin/linkedin.ts';
import { createSandbox, sandboxConfiguration } from '../../integrations/sandbox.ts';
import { createSiplatih } from '../../integrations/siplatih/siplatih.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { sees } from '../../platform/events/visible.ts';
import { HttpClient } from '../../platform/http-client/http-client.ts';
import { type Data, learnerPrincipal, platformPrincipal } from '../../test/subgraph-harness.ts';
import { sandboxOperator } from '../identity/fixtures.ts';
import { type CredentialStage, startCredentials } from './fixtures.ts';

const secret = (name: string) => `secret-of-${name}`;

describe('a credential of a sandbox organisation', () => {
  const http = new HttpClient();
  let standIns: FastifyInstance;
  let standInUrl: string;
  let stage: CredentialStage;
  beforeAll(async () => {
    standIns = createSandbox({ configuration: sandboxConfiguration(secret, '') });
    standInUrl = await standIns.listen({ host: '127.0.0.1', port: 0 });
    const environment = sandboxConfiguration(secret, standInUrl);
    const nowhere = sandboxConfiguration(secret, 'http://127.0.0.1:1');
    stage = await startCredentials(
      {
        exits: {
          siplatih: createSiplatih(nowhere, http),
          europass: createEuropass(nowhere, http),
          linkedin: createLinkedIn(nowhere, http),
          sandbox: {
            siplatih: createSiplatih(environment, http),
            europass: createEuropass(environment, http),
            linkedin: createLinkedIn(environment, http),
          },
        },
      },
      sandboxOperator,
    );
  });
  afterAll(async () => {
    await stage.close();
    await standIns.close();
    await http.close();
  });

  it('says that it is for a try in what is signed, on its page, and in every language', async () => {
    const { document, publicUrl } = await stage.givenCredential();
    expect(JSON.parse(document).issuer.name).toBe('[SANDBOX] LPK Cakra <b>Digital</b>');
    for (const [language, words] of [
      ['id', 'Percobaan (sandbox), tidak berlaku bagi siapa pun'],
      ['en', 'A try (sandbox), valid for nobody'],
    ]) {
      const page = await (await fetch(`${publicUrl}?lang=${language}`)).text();
      expect(page).toContain(words);
      expect(page).toContain('[SANDBOX] LPK Cakra');
      expect(page).not.toMatch(/>(Berlaku|Valid)</);
    }
    const renamed = await stage.mutate(
      'credentials',
      'updateIssuer',
      'UpdateIssuerInput',
      { organisationId: stage.organisationId, name: 'LPK Asli' },
      '{ name }',
    );
    expect(renamed.name).toBe('[SANDBOX] LPK Asli');
  });

  it('is found to be for a try and valid for nobody, in every form, and its checks tell the rest', async () => {
    const { id, document, jwt, publicUrl } = await stage.givenCredential();
    const verify = async (text: string): Promise<Data> => {
      const query = `query($input: VerifyCredentialInput!) { verifyCredential(input: $input) {
        verdict checks { name outcome } } }`;
      return (await stage.call('credentials', query, { input: { text } })).data.verifyCredential;
    };
    for (const text of [document, jwt, publicUrl, id]) {
      expect(await verify(text)).toMatchObject({
        verdict: 'SANDBOX',
        checks: expect.arrayContaining([
          { name: 'PROOF', outcome: 'PASSED' },
          { name: 'REGISTERED', outcome: 'FAILED' },
          { name: 'STATUS', outcome: 'PASSED' },
        ]),
      });
    }
    const page = await (await fetch(`${stage.publicUrl}/verify?id=${id}&lang=en`)).text();
    expect(page).toContain('A try (sandbox), valid for nobody');
    expect((await verify(document.replace('Pengembangan', 'Penghapusan'))).verdict).toBe('ALTERED');
  });

  it('is exported to the stand-ins alone', async () => {
    const { id } = await stage.givenCredential({}, { nik: '3201011505990009' });
    const take = (mutation: string) =>
      stage.mutate('credentials', mutation, 'ExportCredentialInput', { credentialId: id }, '{ status }');
    expect(await take('submitCredentialForVerification')).toEqual({ status: 'SUCCEEDED' });
  });

  it('is exported by its learner without a live operator hearing of it', async () => {
    const { id, student } = await stage.givenCredential();
    const holder = {
      ...learnerPrincipal([student.id], [stage.organisationId], 'read', 'credentials:share'),
      sandbox: true,
    };
    const began = await stage.hub.call('credentials', holder, 'mutation { connectLinkedIn { url } }');
    expect(began.errors).toEqual([]);
    await stage.hub.pool.query(
      `INSERT INTO credentials.linkedin_connections
         (id, student_id, person_id, member_name, token_sealed, status, expires_at, connected_at, updated_at, sandbox)
       VALUES (gen_random_uuid(), $1, 'p', 'Siti', $2, 'ACTIVE', now() + interval '1 day', now(), now(), true)`,
      [student.id, stage.hub.cipher.seal('a token')],
    );
    const heard = { live: 0, sandbox: 0 };
    const news = stage.hub.events.stream((event) => {
      if (event.type !== 'credential.export_changed') return undefined;
      if (sees(platformPrincipal(), event)) heard.live += 1;
      if (sees(sandboxOperator, event)) heard.sandbox += 1;
      return event;
    });
    const { errors } = await stage.hub.call(
      'credentials',
      holder,
      `mutation($id: ID!) { addCredentialToLinkedIn(input: { credentialId: $id }) { id } }`,
      { id },
    );
    expect(errors).toEqual([]);
    await news.next();
    expect(heard.live).toBe(0);
    expect(heard.sandbox).toBeGreaterThan(0);
    await news.return?.();
  });

  it('takes its learner to the stand-in of LinkedIn', async () => {
    const { student } = await stage.givenCredential();
    const learner = {
      ...learnerPrincipal([student.id], [stage.organisationId], 'read', 'credentials:share'),
      sandbox: true,
    };
    const { data } = await stage.hub.call('credentials', learner, 'mutation { connectLinkedIn { url } }');
    const page = await fetch(data.connectLinkedIn.url, { redirect: 'manual' });
    const target = page.headers.get('location') ?? '';
    expect(target).toContain(standInUrl);
    const { origin, pathname, searchParams } = new URL(target);
    const body = new URLSearchParams({ ...Object.fromEntries(searchParams), decision: 'allow' });
    const decided = await fetch(`${origin}${pathname}`, { method: 'POST', body, redirect: 'manual' });
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const back = await fetch(decided.headers.get('location') ?? '', { headers: { cookie } });
    expect(back.status).toBe(200);
    // What is the learner's alone is kept apart too, though no organisation owns it.
    const seenBy = async (principal: Principal) => {
      const query = `query($of: [_Any!]!) { _entities(representations: $of) { ... on Student {
        linkedInConnection { status } } } }`;
      const of = [{ __typename: 'Student', id: student.id }];
      const answer = await stage.hub.call('credentials', principal, query, { of });
      return answer.data._entities[0].linkedInConnection?.status ?? null;
    };
    expect(await seenBy(learner)).toBe('ACTIVE');
    expect(await seenBy(sandboxOperator)).toBe('ACTIVE');
    expect(await seenBy(platformPrincipal())).toBeNull();
  });

  it('gives its holder an identifier at Europass that live operators do not see', async () => {
    const { id, student } = await stage.givenCredential();
    const exported =
      'mutation($id: ID!) { exportCredentialToEuropass(input: { credentialId: $id }) { status } }';
    const { data } = await stage.call('credentials', exported, { id });
    expect(data.exportCredentialToEuropass.status).toBe('SUCCEEDED');
    const { rows } = await stage.hub.pool.query(
      'SELECT sandbox FROM credentials.holder_dids WHERE student_id = $1',
      [student.id],
    );
    expect(rows).toEqual([{ sandbox: true }]);
  });
});
