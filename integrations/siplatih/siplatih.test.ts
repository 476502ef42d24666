import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { type Exchange, HttpClient } from '../../platform/http-client/http-client.ts';
import { createSandbox, sandboxConfiguration } from '../sandbox.ts';
import type { Siplatih, SiplatihProgram } from './port.ts';
import { createSiplatih, siplatihProblems } from './siplatih.ts';

const secret = (name: string) => `secret-of-${name}`;
let sandbox: FastifyInstance;
let address: string;
let http: HttpClient;
let siplatih: Siplatih;
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
  const created = createSiplatih(sandboxConfiguration(secret, address), http);
  if (!created) throw new Error('not configured');
  siplatih = created;
});
afterAll(async () => {
  await sandbox.close();
  await http.close();
});

async function control(path: string, body: unknown = {}): Promise<void> {
  const response = await fetch(`${address}/siplatih/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

function program(change: Partial<SiplatihProgram> = {}): SiplatihProgram {
  return {
    program_code: `LPK-${crypto.randomUUID()}`,
    program_name: 'Pengembangan Perangkat Lunak Lanjut',
    program_name_en: 'Advanced Software Development',
    lpk_registration_number: 'LPK-12345-2023',
    lpk_name: 'LPK Teknologi Indonesia',
    program_type: 'VOCATIONAL',
    sector: 'INFORMATION_TECHNOLOGY',
    sub_sector: 'SOFTWARE_DEVELOPMENT',
    duration_days: 180,
    duration_hours: 1440,
    start_date: '2024-01-15',
    end_date: '2024-07-15',
    location: {
      address: 'Jl. Sudirman No. 123',
      city: 'Jakarta',
      province: 'DKI Jakarta',
      postal_code: '10220',
    },
    skkni_code: 'SKKNI-IT-2023-001',
    participant_capacity: 50,
    instructor_qualifications: [
      { name: 'Dr. John Doe', qualification: 'Ph.D. Computer Science', certification: 'CERT-001' },
    ],
    curriculum: [
      {
        module_name: 'Microservices Architecture',
        duration_hours: 240,
        learning_outcomes: ['Design microservices'],
      },
    ],
    ...change,
  };
}

const completion = {
  completion_date: '2024-07-15',
  participants: [
    {
      nik: '3201010101010001',
      full_name: 'John Doe',
      completion_status: 'COMPLETED',
      final_score: 92.5,
      certificate_number: 'CERT-2024-001234',
    },
  ],
  completion_rate: 95,
  certification_rate: 90,
};

describe('a training program', () => {
  it('is registered with the ministry under an id of the ministry’s', async () => {
    const sent = program();
    expect(await siplatih.registerProgram(sent, call)).toEqual({
      siplatihProgramId: expect.stringMatching(/^SIPLATIH-\d{4}-/),
      programCode: sent.program_code,
      status: 'REGISTERED',
      registrationDate: expect.any(Date),
    });
  });

  it('registered twice is one program, also when the first answer was lost', async () => {
    const sent = program();
    await control('faults', { fault: 'dropped', when: 'after', on: 'register' });
    await expect(siplatih.registerProgram(sent, call)).rejects.toMatchObject({ kind: 'TIMEOUT' });
    const first = await siplatih.registerProgram(sent, call);
    expect(await siplatih.registerProgram(sent, call)).toEqual(first);
  });

  it('that the ministry refuses is REJECTED, with its message', async () => {
    await expect(siplatih.registerProgram(program({ end_date: '2023-01-01' }), call)).rejects.toMatchObject({
      kind: 'REJECTED',
      status: 422,
      vendorCode: 'INVALID_PERIOD',
      vendorMessage: 'end_date is before start_date.',
    });
  });

  it('is tried again later when the ministry is too busy, and not before it said', async () => {
    await control('faults', { fault: 'status', status: 503, retryAfter: 2, on: 'register' });
    await expect(siplatih.registerProgram(program(), call)).rejects.toMatchObject({
      kind: 'UNAVAILABLE',
      retryable: true,
      retryAfterMs: 2000,
    });
  });
});

describe('a completion', () => {
  it('is reported with the NIK in clear, and recorded with the NIK masked', async () => {
    const { siplatihProgramId } = await siplatih.registerProgram(program(), call);
    const accepted = await siplatih.reportCompletion(siplatihProgramId, completion, call);
    expect(accepted.data).toMatchObject({ status: 'ACCEPTED', participants: 1 });
    expect(JSON.stringify(exchanges)).toContain('************0001');
    expect(JSON.stringify(exchanges)).not.toContain('3201010101010001');
  });

  it('of a program that the ministry does not know is REJECTED', async () => {
    await expect(siplatih.reportCompletion('NONE', completion, call)).rejects.toMatchObject({
      kind: 'REJECTED',
      status: 404,
    });
  });

  it('without a NIK of 16 digits is REJECTED', async () => {
    const { siplatihProgramId } = await siplatih.registerProgram(program(), call);
    const participants = completion.participants.map((participant) => ({ ...participant, nik: '123' }));
    await expect(
      siplatih.reportCompletion(siplatihProgramId, { ...completion, participants }, call),
    ).rejects.toMatchObject({ kind: 'REJECTED', vendorMessage: expect.stringContaining('nik') });
  });
});

describe('a credential', () => {
  it('is submitted for verification', async () => {
    const accepted = await siplatih.verifyCredential(
      {
        credential_id: '550e8400-e29b-41d4-a716-446655440000',
        credential_url: 'https://dgihub.go.id/credentials/badges/550e8400-e29b-41d4-a716-446655440000',
        participant_nik: '3201010101010001',
        skkni_code: 'SKKNI-IT-2023-001',
        issuance_date: '2024-07-15T10:30:00Z',
      },
      call,
    );
    expect(accepted.data).toMatchObject({ status: 'VERIFIED' });
  });
});

describe('the ministry’s access token', () => {
  it('is asked for with the scopes of the contract, once for many calls', async () => {
    await Promise.all([1, 2, 3].map(() => siplatih.registerProgram(program(), call)));
    const asked = exchanges.filter((exchange) => exchange.url.endsWith('/oauth/token'));
    expect(asked).toHaveLength(1);
    expect(new URLSearchParams(asked[0]?.requestBody ?? '').get('scope')).toBe(
      'training:read training:write credential:read credential:write',
    );
  });

  it('is renewed once when it is no longer taken', async () => {
    await siplatih.registerProgram(program(), call);
    await control('tokens/revoke');
    exchanges = [];
    await siplatih.registerProgram(program(), call);
    expect(exchanges.map((exchange) => exchange.status)).toEqual([401, 200, 200]);
  });

  it('with wrong credentials is REJECTED', async () => {
    const wrong = { ...sandboxConfiguration(secret, address), SIPLATIH_CLIENT_SECRET: 'wrong' };
    await expect(createSiplatih(wrong, http)?.registerProgram(program(), call)).rejects.toMatchObject({
      kind: 'REJECTED',
      status: 401,
      vendorCode: 'invalid_client',
    });
  });
});

describe('SIPLatih’s configuration', () => {
  it('without an address is none', () => {
    expect(createSiplatih({ SIPLATIH_CLIENT_ID: 'x', SIPLATIH_API_URL: '' }, http)).toBeNull();
  });

  it('that is incomplete names each variable', () => {
    expect(
      siplatihProblems({ SIPLATIH_API_URL: 'https://siplatih.example', SIPLATIH_CLIENT_SECRET: '' }),
    ).toEqual([
      'SIPLATIH_CLIENT_ID is missing: SIPLatih needs it, since SIPLATIH_API_URL is set',
      'SIPLATIH_CLIENT_SECRET is missing: SIPLatih needs it, since SIPLATIH_API_URL is set',
    ]);
  });
});
