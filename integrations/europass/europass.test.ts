import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { type Exchange, HttpClient } from '../../platform/http-client/http-client.ts';
import { createSandbox, sandboxConfiguration } from '../sandbox.ts';
import { bodyOf } from './contract.ts';
import { createEuropass, europassProblems } from './europass.ts';
import type { Europass, EuropassCredential } from './port.ts';

const secret = (name: string) => `secret-of-${name}`;
let sandbox: FastifyInstance;
let address: string;
let http: HttpClient;
let europass: Europass;
let exchanges: Exchange[];
const call = { requestId: 'req-1', record: (exchange: Exchange): void => void exchanges.push(exchange) };

beforeAll(async () => {
  sandbox = createSandbox({ configuration: sandboxConfiguration(secret, '') });
  address = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  http = new HttpClient();
});
beforeEach(async () => {
  exchanges = [];
  await control('faults/clear');
  await control('key/restore');
  const created = createEuropass(sandboxConfiguration(secret, address), http);
  if (!created) throw new Error('not configured');
  europass = created;
});
afterAll(async () => {
  await sandbox.close();
  await http.close();
});

async function control(path: string, body: unknown = {}): Promise<void> {
  const response = await fetch(`${address}/europass/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** The specification's own example. */
function credential(change: Partial<EuropassCredential> = {}): EuropassCredential {
  const id = crypto.randomUUID();
  return {
    url: `https://dgihub.go.id/credentials/badges/${id}`,
    issuer: { url: 'https://dgihub.go.id/issuers/lpk-123', name: 'LPK Teknologi Indonesia' },
    issuedAt: new Date('2024-01-15T10:30:00Z'),
    expiresAt: null,
    holder: { did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', name: 'John Doe' },
    achievement: {
      url: 'https://dgihub.go.id/achievements/adv-software-dev-001',
      name: { en: 'Advanced Software Development Competency' },
      description: { en: 'Demonstrated competency in advanced software development' },
      learningOutcomes: [
        { type: 'Knowledge', description: { en: 'Advanced knowledge of microservices architecture' } },
        { type: 'Skill', description: 'Ability to design and implement cloud-based solutions' },
      ],
      aqrfLevel: 6,
      skkniCode: null,
    },
    ...change,
  };
}

describe('a credential', () => {
  it('is issued in the words of the contract, and is given an id, an address and a QR picture', async () => {
    const sent = credential();
    const issued = await europass.issue(sent, call);
    expect(issued).toEqual({
      europassId: expect.stringMatching(/^EP-\d{4}-/),
      credentialUrl: expect.stringContaining(`/europass/credentials/EP-`),
      qrCode: expect.stringContaining('/europass/qr/EP-'),
    });
    expect(JSON.parse(exchanges[0]?.requestBody ?? '')).toEqual({
      credential: {
        '@context': ['https://www.w3.org/2018/credentials/v1', 'https://europa.eu/europass/credentials/v1'],
        type: ['VerifiableCredential', 'EuropassCredential'],
        id: sent.url,
        issuer: { id: 'https://dgihub.go.id/issuers/lpk-123', name: 'LPK Teknologi Indonesia' },
        issuanceDate: '2024-01-15T10:30:00.000Z',
        credentialSubject: {
          id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
          achievement: {
            id: 'https://dgihub.go.id/achievements/adv-software-dev-001',
            type: 'Achievement',
            name: { en: 'Advanced Software Development Competency' },
            description: { en: 'Demonstrated competency in advanced software development' },
            learningOutcome: [
              { type: 'Knowledge', description: 'Advanced knowledge of microservices architecture' },
              { type: 'Skill', description: 'Ability to design and implement cloud-based solutions' },
            ],
            level: { type: 'AQRF', value: 6 },
          },
        },
      },
    });
    expect((await fetch(issued.credentialUrl)).status).toBe(200);
  });

  it('issued again is the same one, also when the first answer was lost', async () => {
    const sent = credential();
    await control('faults', { fault: 'dropped', when: 'after', on: 'issue' });
    await expect(europass.issue(sent, call)).rejects.toMatchObject({ kind: 'TIMEOUT' });
    const first = await europass.issue(sent, call);
    expect(await europass.issue(sent, call)).toEqual(first);
  });

  it('is written by language alone, and without what is not known', () => {
    const { achievement } = credential();
    const sparse = {
      ...achievement,
      name: { 'id-ID': 'Las', 'en-US': 'Welding', fr: ' ' },
      description: null,
      aqrfLevel: null,
    };
    const subject = bodyOf(credential({ achievement: sparse })).credential.credentialSubject;
    expect(subject.achievement).not.toHaveProperty('level');
    expect(subject.achievement).toMatchObject({
      name: { id: 'Las', en: 'Welding' },
      description: { id: 'Las', en: 'Welding' },
    });
  });

  it('is REJECTED with 401 while the API key is withdrawn', async () => {
    await control('key/withdraw');
    await expect(europass.issue(credential(), call)).rejects.toMatchObject({
      kind: 'REJECTED',
      status: 401,
      vendorCode: 'UNAUTHORIZED',
    });
    expect(JSON.stringify(exchanges)).not.toContain(secret('EUROPASS_API_KEY'));
  });
});

describe('Europass’s configuration', () => {
  it('without an address is none, and an incomplete one names what is missing', () => {
    expect(createEuropass({ EUROPASS_API_KEY: 'x' }, http)).toBeNull();
    expect(europassProblems({ EUROPASS_API_URL: 'https://europa.eu/europass/api' })).toEqual([
      'EUROPASS_API_KEY is missing: Europass needs it, since EUROPASS_API_URL is set',
    ]);
  });
});
