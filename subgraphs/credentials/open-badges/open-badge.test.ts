import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { verifyJWT } from 'did-jwt';
import { projectRoot } from '../../../platform/project-root.ts';
import type { Data } from '../../../test/subgraph-harness.ts';
import { type CredentialStage, startCredentials } from '../fixtures.ts';
import { bitAt } from '../status-lists/bitstring.ts';
import { identityHash } from './badge-document.ts';
import { proofHolds } from './data-integrity.ts';
import { independentlyVerified } from './independent-verifier-under-test.ts';

const schemaFile = path.join(
  projectRoot,
  '..',
  'shared',
  'data',
  'open-badges-3.0',
  'achievementcredential.schema.json',
);
const schemaText = await readFile(schemaFile, 'utf8').catch(() => null);
if (schemaText === null) {
  process.stderr.write(
    `skipped: ${schemaFile} is not there, so no badge is held against the published schema\n`,
  );
}

const nik = '1271034508990001';

describe('a signed badge', () => {
  let stage: CredentialStage;
  beforeAll(async () => {
    stage = await startCredentials();
  });
  afterAll(() => stage.close());

  const didDocument = async (): Promise<Data> =>
    (await fetch(`${stage.publicUrl}/issuers/${stage.organisationId}/did.json`)).json();

  /** One that says everything that can be said. */
  async function fullBadge(): Promise<Data> {
    const achievement = await stage.mutate('credentials', 'createAchievement', 'CreateAchievementInput', {
      name: { indonesian: `Perangkat Lunak ${Math.random()}`, english: 'Software' },
      description: { indonesian: 'Mampu membangun layanan.', english: 'Can build services.' },
      criteria: { indonesian: 'Lulus proyek akhir.' },
      skkniCode: 'SKKNI-IT-2023-001',
      aqrfLevel: 6,
      learningOutcomes: [
        { type: 'KNOWLEDGE', description: 'Arsitektur layanan mikro' },
        { type: 'SKILL', description: 'Merancang antarmuka' },
      ],
      imageUrl: 'https://lpk.example/badge.png',
    });
    return stage.givenCredential(
      { achievementId: achievement.id, expiresAt: '2199-01-01T00:00:00Z' },
      { nik },
    );
  }

  (schemaText === null ? it.skip : it)('fits the published schema of Open Badges 3.0', async () => {
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(schemaText ?? '{}'));
    for (const { document } of [await fullBadge(), await stage.givenCredential()]) {
      validate(JSON.parse(document));
      expect(validate.errors).toBeNull();
    }
  });

  it('is verified by software that has nothing to do with what signed it', async () => {
    const { document } = await fullBadge();
    const badge = JSON.parse(document);
    expect(await independentlyVerified(badge, await didDocument())).toBe(true);
    badge.credentialSubject.result[0].value = '100';
    expect(await independentlyVerified(badge, await didDocument())).toBe(false);
  });

  it('is verified as VC-JWT by another library, and says the same there', async () => {
    const { document, jwt } = await fullBadge();
    const did = `did:web:${encodeURIComponent(new URL(stage.publicUrl).host)}:issuers:${stage.organisationId}`;
    const resolver = {
      resolve: async () => ({
        didDocument: await didDocument(),
        didResolutionMetadata: {},
        didDocumentMetadata: {},
      }),
    };
    const { verified, issuer, payload } = await verifyJWT(jwt, { resolver });
    expect({ verified, issuer }).toEqual({ verified: true, issuer: did });
    const { proof: _proof, ...badge } = JSON.parse(document);
    const { iss, sub, jti, nbf, exp, ...said } = payload;
    expect(said).toEqual(badge);
    expect({ iss, sub, jti, nbf, exp }).toEqual({
      iss: badge.issuer.id,
      sub: badge.credentialSubject.id,
      jti: badge.id,
      nbf: Date.parse(badge.validFrom) / 1000,
      exp: Date.parse('2199-01-01T00:00:00Z') / 1000,
    });
  });

  it('names nobody: neither national identity number, nor student, nor name, but the name can be checked', async () => {
    const { document, jwt, student } = await fullBadge();
    const payload = Buffer.from(jwt.split('.')[1], 'base64url').toString('utf8');
    for (const text of [document, payload]) {
      for (const secret of [nik, student.id, 'Siti', 'Rahmawati']) expect(text).not.toContain(secret);
    }
    const [{ identityHash: hash, salt }] = JSON.parse(document).credentialSubject.identifier;
    expect(identityHash('Siti Rahmawati', salt)).toBe(hash);
    expect(identityHash('Siti Rahmawaty', salt)).not.toBe(hash);
  });

  it('stays valid when its issuer changes the key, and what comes later is signed with the new one', async () => {
    const before = JSON.parse((await stage.givenCredential()).document);
    const input = { organisationId: stage.organisationId };
    const { keys } = await stage.mutate(
      'credentials',
      'rotateIssuerKey',
      'RotateIssuerKeyInput',
      input,
      '{ keys { id retiredAt } }',
    );
    expect(keys.filter(({ retiredAt }: Data) => retiredAt === null)).toHaveLength(1);
    const after = JSON.parse((await stage.givenCredential()).document);
    const document = await didDocument();
    expect(after.proof[0].verificationMethod).toBe(`${document.id}#${keys[0].id}`);
    expect(after.proof[0].verificationMethod).not.toBe(before.proof[0].verificationMethod);
    expect(await independentlyVerified(before, document)).toBe(true);
    expect(await independentlyVerified(after, document)).toBe(true);
  });

  it('keeps private keys sealed', async () => {
    await stage.givenCredential();
    const { rows } = await stage.hub.pool.query('SELECT seed_sealed FROM credentials.issuer_keys');
    for (const { seed_sealed } of rows) expect(seed_sealed).toMatch(/^v1\.1\./);
  });

  it('is told to be revoked or suspended by a signed list, and to hold again by the next', async () => {
    const { id, document } = await stage.givenCredential();
    const entry = JSON.parse(document).credentialStatus;
    const addresses = {
      suspension: entry.statusListCredential,
      revocation: entry.statusListCredential.replace(/suspension$/, 'revocation'),
    };
    async function bits() {
      const found: Record<string, boolean | null> = {};
      for (const [purpose, address] of Object.entries(addresses)) {
        const list = (await (await fetch(address)).json()) as Data;
        expect(list.id).toBe(address);
        expect(list.credentialSubject.statusPurpose).toBe(purpose);
        expect(await independentlyVerified(list, await didDocument())).toBe(true);
        found[purpose] = bitAt(list.credentialSubject.encodedList, Number(entry.statusListIndex));
      }
      return found;
    }
    expect(await bits()).toEqual({ suspension: false, revocation: false });
    const input = { id, reason: 'Sedang diperiksa' };
    await stage.mutate('credentials', 'suspendCredential', 'SuspendCredentialInput', input);
    expect(await bits()).toEqual({ suspension: true, revocation: false });
    await stage.mutate('credentials', 'reinstateCredential', 'ReinstateCredentialInput', { id });
    expect(await bits()).toEqual({ suspension: false, revocation: false });
    await stage.mutate('credentials', 'revokeCredential', 'RevokeCredentialInput', input);
    expect(await bits()).toEqual({ suspension: true, revocation: true });
  });

  it('has a place in its list that tells nothing of order', async () => {
    const badges = await Promise.all([1, 2, 3, 4, 5, 6].map(() => stage.givenCredential()));
    const places = badges.map(({ document }) =>
      Number(JSON.parse(document).credentialStatus.statusListIndex),
    );
    const sorted = [...places].sort((a, b) => a - b);
    expect(new Set(places).size).toBe(6);
    expect((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)).toBeGreaterThan(1000);
  });

  it('is not verified with another issuer’s key', async () => {
    const badge = JSON.parse((await stage.givenCredential()).document);
    const { id, verificationMethod } = await didDocument();
    expect(await proofHolds(badge, id, verificationMethod)).toBe(true);
    expect(await proofHolds(badge, 'did:web:evil.example', verificationMethod)).toBe(false);
  });
});
