import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learnerPrincipal, organisationPrincipal } from '../../../test/subgraph-harness.ts';
import { type ExitStage, type Held, startExits } from '../exits-under-test.ts';

describe('taking a credential out of the hub', () => {
  let stage: ExitStage;
  let institution: ReturnType<typeof organisationPrincipal>;
  beforeAll(async () => {
    stage = await startExits();
    institution = organisationPrincipal(stage.organisationId);
  });
  afterAll(() => stage.close());

  const addToLinkedIn = ({ holder, credentialId }: Held, more: object = {}) =>
    stage.take(holder, 'addCredentialToLinkedIn', { credentialId, ...more });
  const toEuropass = ({ holder, credentialId }: Held) =>
    stage.take(holder, 'exportCredentialToEuropass', { credentialId });
  const submit = ({ credentialId }: Held) =>
    stage.take(institution, 'submitCredentialForVerification', { credentialId });

  it('to the ministry sends the NIK and the address of the badge, once', async () => {
    const held = await stage.givenHeld({ student: { nik: '3201010101010001' } });
    const { data, errors } = await submit(held);
    expect(errors).toEqual([]);
    expect(data.submitCredentialForVerification).toMatchObject({
      destination: 'SIPLATIH',
      status: 'SUCCEEDED',
      externalStatus: 'VERIFIED',
      attempts: 1,
      failure: null,
      succeededAt: expect.any(String),
    });
    const again = await submit(held);
    expect(again.data.submitCredentialForVerification.id).toBe(data.submitCredentialForVerification.id);
    const { requests } = await stage.look('siplatih', 'requests');
    const sent = requests.filter(
      (request: { operation: string; body: string }) =>
        request.operation === 'verify' && request.body.includes(held.credentialId),
    );
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0].body)).toEqual({
      credential_id: held.credentialId,
      credential_url: `${stage.publicUrl}/credentials/badges/${held.credentialId}`,
      participant_nik: '************0001',
      skkni_code: 'SKKNI-IT-2023-001',
      issuance_date: expect.any(String),
    });
  });

  it('to the ministry is the issuer’s to do, and needs a NIK and an SKKNI code', async () => {
    const held = await stage.givenHeld();
    const asWriter = { ...held.holder, scopes: ['read' as const, 'write' as const] };
    const learner = await stage.take(asWriter, 'submitCredentialForVerification', inputOf(held));
    expect(learner.codes).toEqual(['FORBIDDEN']);
    const nameless = await submit(await stage.givenHeld({ student: { nik: undefined } }));
    expect(nameless).toMatchObject({ codes: ['VALIDATION_ERROR'], fields: ['student.nik'] });
    const plain = await stage.givenHeld();
    await stage.hub.pool.query(
      `UPDATE credentials.credentials SET skkni_code = NULL, achievement_id = NULL WHERE id = $1`,
      [plain.credentialId],
    );
    expect(await submit(plain)).toMatchObject({ codes: ['VALIDATION_ERROR'], fields: ['skkniCode'] });
  });

  it('to Europass keeps its id, address and QR picture, for the holder and the issuer', async () => {
    const held = await stage.givenHeld();
    const { data } = await toEuropass(held);
    expect(data.exportCredentialToEuropass).toMatchObject({
      status: 'SUCCEEDED',
      externalId: expect.stringMatching(/^EP-/),
      url: expect.stringContaining('/europass/credentials/EP-'),
      qrCode: expect.stringContaining('/europass/qr/EP-'),
    });
    expect(await stage.exportsOf(institution, held.credentialId)).toEqual([
      { destination: 'EUROPASS', status: 'SUCCEEDED' },
    ]);
    const { credentials } = await stage.look('europass', 'credentials');
    const sent = credentials.find((one: { url: string }) => one.url.endsWith(held.credentialId));
    expect(sent.credential.credentialSubject.id).toMatch(/^did:key:z6Mk/);
    expect(JSON.stringify(sent)).not.toContain('Siti');
  });

  it('to LinkedIn puts it on the profile, and on the feed with the holder’s own words', async () => {
    const held = await stage.givenConnected();
    const added = await addToLinkedIn(held);
    expect(added.errors).toEqual([]);
    expect(added.data.addCredentialToLinkedIn).toMatchObject({
      destination: 'LINKEDIN_PROFILE',
      status: 'SUCCEEDED',
      externalId: expect.stringMatching(/^urn:li:/),
    });
    const comment = 'Lulus! 🎓 <script>alert(1)</script> #Vokasi';
    const words = { credentialId: held.credentialId, comment, language: 'en' };
    const shared = await stage.take(held.holder, 'shareCredentialOnLinkedIn', words);
    expect(shared.data.shareCredentialOnLinkedIn).toMatchObject({
      status: 'SUCCEEDED',
      comment,
      url: expect.stringMatching(/^https:\/\/www\.linkedin\.com\/feed\/update\/urn:li:share:/),
    });
    await stage.take(held.holder, 'shareCredentialOnLinkedIn', words);
    await stage.take(held.holder, 'shareCredentialOnLinkedIn', { ...words, comment: 'Terima kasih' });
    expect((await stage.onLinkedIn(held)).map(({ kind, text }) => [kind, text])).toEqual([
      ['certification', expect.any(String)],
      ['post', comment],
      ['post', 'Terima kasih'],
    ]);
  });

  it('to LinkedIn is the holder’s affair: the issuer neither does nor sees it', async () => {
    const held = await stage.givenConnected();
    await addToLinkedIn(held);
    expect(await stage.exportsOf(held.holder, held.credentialId)).toHaveLength(1);
    expect(await stage.exportsOf(institution, held.credentialId)).toEqual([]);
    const input = inputOf(held);
    expect((await stage.take(institution, 'addCredentialToLinkedIn', input)).codes).toEqual(['FORBIDDEN']);
  });

  it('to LinkedIn without a connection says what to do, and stores nothing', async () => {
    const held = await stage.givenHeld();
    const { codes, errors } = await addToLinkedIn(held);
    expect(codes).toEqual(['CONFLICT']);
    expect(errors[0]?.message).toContain('connectLinkedIn');
    expect(await stage.exportsOf(held.holder, held.credentialId)).toEqual([]);
  });

  it('by many at the same time is one export', async () => {
    const held = await stage.givenConnected();
    const answers = await Promise.all(Array.from({ length: 5 }, () => addToLinkedIn(held)));
    expect(new Set(answers.map(({ data }) => data.addCredentialToLinkedIn.id)).size).toBe(1);
    expect(await stage.onLinkedIn(held)).toHaveLength(1);
  });

  it.each(['suspendCredential', 'revokeCredential'])('is refused after %s, everywhere', async (mutation) => {
    const held = await stage.givenConnected();
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    await stage.mutate('credentials', mutation, type, { id: held.credentialId, reason: 'Curang' });
    for (const { codes, errors } of [await submit(held), await toEuropass(held), await addToLinkedIn(held)]) {
      expect(codes).toEqual(['CONFLICT']);
      expect(errors[0]?.message).toMatch(/SUSPENDED|REVOKED/);
    }
    expect(await stage.exportsOf(held.holder, held.credentialId)).toEqual([]);
  });

  it('is not done with somebody else’s credential', async () => {
    const [held, other] = [await stage.givenConnected(), await stage.givenConnected()];
    const input = { credentialId: held.credentialId };
    for (const mutation of ['addCredentialToLinkedIn', 'exportCredentialToEuropass'])
      expect((await stage.take(other.holder, mutation, input)).codes).toEqual(['NOT_FOUND']);
    const foreign = organisationPrincipal('0198c1de-0000-7000-8000-00000000ffff');
    expect((await stage.take(foreign, 'submitCredentialForVerification', input)).codes).toEqual([
      'NOT_FOUND',
    ]);
    const narrow = learnerPrincipal([held.studentId], [stage.organisationId], 'read');
    expect((await stage.take(narrow, 'exportCredentialToEuropass', input)).codes).toEqual(['FORBIDDEN']);
  });

  it('is told step by step to whoever may see it, from any cursor on', async () => {
    const held = await stage.givenConnected();
    const subscribe = async (as: Held['holder'], after?: string) =>
      stage.hub.callers.credentials?.subscribe(
        {
          query: `subscription($id: ID!, $after: Cursor) { credentialExportChanged(credentialId: $id, after: $after) {
            cursor previousStatus status export { destination } } }`,
          variables: { id: held.credentialId, after },
        },
        { principal: as, requestId: 'r' },
      );
    const [own, issuers] = [await subscribe(held.holder), await subscribe(institution)];
    await addToLinkedIn(held);
    await toEuropass(held);
    const first = await take(own, 6);
    expect(first.map(({ previousStatus, status }) => [previousStatus, status])).toEqual([
      [null, 'PENDING'],
      ['PENDING', 'SENDING'],
      ['SENDING', 'SUCCEEDED'],
      [null, 'PENDING'],
      ['PENDING', 'SENDING'],
      ['SENDING', 'SUCCEEDED'],
    ]);
    const seenByIssuer = await take(issuers, 3);
    expect(new Set(seenByIssuer.map((change) => change.export.destination))).toEqual(new Set(['EUROPASS']));
    const resumed = await take(await subscribe(held.holder, first[2].cursor), 1);
    expect(resumed[0]).toEqual(first[3]);
    const stranger = organisationPrincipal('0198c1de-0000-7000-8000-00000000ffff');
    await expect(subscribe(stranger)).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('needs nothing for LinkedIn’s own form, nor for the European document', async () => {
    const { credentialId, holder } = await stage.givenHeld();
    const { data, errors } = await stage.hub.call(
      'credentials',
      holder,
      'query($id: ID!) { credential(id: $id) { linkedInAddToProfileUrl europassDocument } }',
      { id: credentialId },
    );
    expect(errors).toEqual([]);
    const form = new URL(data.credential.linkedInAddToProfileUrl);
    expect(form.searchParams.get('certUrl')).toBe(`${stage.publicUrl}/credentials/badges/${credentialId}`);
    expect(form.searchParams.get('organizationName')).toBe('LPK Cakra <b>Digital</b>');
    expect(data.credential.europassDocument).toMatchObject({
      id: `urn:credential:${credentialId}`,
      type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
      credentialSubject: {
        fullName: { id: 'Siti Rahmawati' },
        hasClaim: { specifiedBy: { identifier: { notation: 'SKKNI-IT-2023-001' } } },
      },
    });
  });
});

const inputOf = ({ credentialId }: Held) => ({ credentialId });

// biome-ignore lint/suspicious/noExplicitAny: what a test selects is what it reads
async function take(stream: any, count: number): Promise<any[]> {
  const iterator = stream[Symbol.asyncIterator]();
  const found = [];
  while (found.length < count) {
    const { value } = await iterator.next();
    if (value.errors) throw new Error(JSON.stringify(value.errors));
    found.push(value.data.credentialExportChanged);
  }
  await iterator.return?.();
  return found;
}
