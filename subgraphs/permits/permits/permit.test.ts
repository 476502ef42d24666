import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Scope } from '../../../platform/auth/scopes.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import {
  type Data,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import type { PermitMirror } from '../mirror/permit-mirror.service.ts';
import type { PermitRecord } from '../mirror/permit-rows.ts';
import { permitsAlone } from '../permits-under-test.ts';
import type { PermitsParts } from '../subgraph.ts';
import { PermitStatus } from './permit.ts';

const list = `query($first: Int! = 20, $after: Cursor, $filter: PermitFilter) {
  permits(first: $first, after: $after, filter: $filter) {
    totalCount nodes { registrationId receivedOn } pageInfo { hasNextPage endCursor }
  }
}`;

const one = `query($registrationId: String!) { permit(registrationId: $registrationId) {
  id applicantName permitTypeName permitNumber receivedOn status rawStatus pdfImported pdfSigned qrCode organisation { id }
} }`;

const ofOrganisations = `query($of: [_Any!]!, $after: Cursor) { _entities(representations: $of) { ... on Organisation {
  permits(first: 1, after: $after) { nodes { registrationId } pageInfo { endCursor hasNextPage } }
} } }`;

function issued(registrationId: string, receivedOn: string | null): PermitRecord {
  return {
    registrationId,
    applicantName: 'Rina Ginting',
    permitTypeName: 'Izin Lembaga Pelatihan Kerja',
    permitNumber: `503/${registrationId}`,
    receivedOn,
    status: PermitStatus.ISSUED,
    rawStatus: 'TERBIT',
  };
}

function mirrorOf(hub: SubgraphHarness): PermitMirror {
  const [subgraph] = hub.subgraphs as [Subgraph<PermitsParts>];
  return subgraph.parts.mirror;
}

describe('permits', () => {
  const [institution, other] = [uuidv7(), uuidv7()];
  let hub: SubgraphHarness;
  let mirror: PermitMirror;
  beforeAll(async () => {
    hub = await startSubgraphs([permitsAlone()]);
    mirror = mirrorOf(hub);
    await mirror.upsertPermits([
      issued('P-1', '2024-01-15'),
      issued('P-2', null),
      issued('P-3', '2024-03-01'),
      issued('P-4', '2024-01-15'),
    ]);
    await mirror.linkPermit('P-1', institution);
    await mirror.linkPermit('P-3', institution);
    await mirror.linkPermit('P-4', other);
  });
  afterAll(() => hub.close());

  async function permit(registrationId: string): Promise<Data> {
    const { data, errors } = await hub.call('permits', platformPrincipal(), one, { registrationId });
    expect(errors).toEqual([]);
    return data.permit;
  }

  it('are listed from the latest received, those without a date last, page by page without a gap', async () => {
    const seen: [string, string | null][] = [];
    let after: string | null = null;
    for (let page = 0; page < 4; page += 1) {
      const { data, errors }: Data = await hub.call('permits', platformPrincipal(), list, {
        first: 1,
        after,
      });
      expect(errors).toEqual([]);
      seen.push(...data.permits.nodes.map((node: Data) => [node.registrationId, node.receivedOn]));
      expect(data.permits.pageInfo.hasNextPage).toBe(page < 3);
      expect(data.permits.totalCount).toBe(4);
      after = data.permits.pageInfo.endCursor;
    }
    expect(seen).toEqual([
      ['P-3', '2024-03-01'],
      ['P-4', '2024-01-15'],
      ['P-1', '2024-01-15'],
      ['P-2', null],
    ]);
  });

  it('refuse a cursor that is none of theirs', async () => {
    for (const position of ['on:2024-13-45:0198c1de-0000-7000-8000-000000000001', 'id:x', '']) {
      const after = Buffer.from(position).toString('base64url');
      const answer = await hub.call('permits', platformPrincipal(), list, { after });
      expect(answer.codes).toEqual(['VALIDATION_ERROR']);
      expect(answer.fields).toEqual(['after']);
    }
  });

  it('are seen by the organisation that they belong to, and by no other', async () => {
    const { data } = await hub.call('permits', organisationPrincipal(institution), list);
    expect(data.permits.nodes.map((node: Data) => node.registrationId)).toEqual(['P-3', 'P-1']);
    const foreign = await hub.call('permits', organisationPrincipal(institution), one, {
      registrationId: 'P-4',
    });
    expect(foreign.data.permit).toBeNull();
  });

  it('stand beneath many organisations in the same order, read by one statement', async () => {
    hub.statements.length = 0;
    const of = [institution, other].map((id) => ({ __typename: 'Organisation', id }));
    const { data, errors } = await hub.call('permits', platformPrincipal(), ofOrganisations, { of });
    expect(errors).toEqual([]);
    expect(hub.statements).toHaveLength(1);
    expect(data._entities.map((entity: Data) => entity.permits.nodes)).toEqual([
      [{ registrationId: 'P-3' }],
      [{ registrationId: 'P-4' }],
    ]);
    const { endCursor } = data._entities[0].permits.pageInfo;
    const next = await hub.call('permits', platformPrincipal(), ofOrganisations, {
      of: of.slice(0, 1),
      after: endCursor,
    });
    expect(next.data._entities[0].permits).toMatchObject({
      nodes: [{ registrationId: 'P-1' }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('are narrowed by what is known of them', async () => {
    const matching = async (filter: Data) => {
      const { data, errors } = await hub.call('permits', platformPrincipal(), list, { filter });
      expect(errors).toEqual([]);
      return data.permits.nodes.map((node: Data) => node.registrationId);
    };
    expect(await matching({ search: '503/p-3' })).toEqual(['P-3']);
    expect(await matching({ search: '%' })).toEqual([]);
    expect(await matching({ receivedFrom: '2024-01-15', receivedTo: '2024-02-01' })).toEqual(['P-4', 'P-1']);
    expect(await matching({ linked: false })).toEqual(['P-2']);
    expect(await matching({ linked: true, vanished: false })).toEqual(['P-3', 'P-4', 'P-1']);
    expect(await matching({ vanished: true })).toEqual([]);
    expect(await matching({ expiresTo: '2030-01-01' })).toEqual([]);
  });

  it('are never asked for by a negative number', async () => {
    const answer = await hub.call('permits', platformPrincipal(), list, { first: -1 });
    expect([answer.codes, answer.fields]).toEqual([['VALIDATION_ERROR'], ['first']]);
  });

  it('are narrowed by status, kind and organisation', async () => {
    const { data } = await hub.call('permits', platformPrincipal(), list, {
      filter: { status: 'ISSUED', permitTypeName: 'Izin Lembaga Pelatihan Kerja', organisationId: other },
    });
    expect(data.permits.nodes).toEqual([{ registrationId: 'P-4', receivedOn: '2024-01-15' }]);
    const none = await hub.call('permits', platformPrincipal(), list, { filter: { status: null } });
    expect(none.data.permits.totalCount).toBeGreaterThan(3);
  });

  it('change when the registry tells of them again, and keep what only the hub knows', async () => {
    const inProcess = { permitNumber: null, status: PermitStatus.IN_PROCESS, rawStatus: 'Verifikasi Berkas' };
    await mirror.upsertPermits([{ ...issued('P-9', '2023-02-01'), ...inProcess }]);
    await mirror.linkPermit('P-9', uuidv7());
    const before = await permit('P-9');
    expect(before).toMatchObject({
      status: 'IN_PROCESS',
      rawStatus: 'Verifikasi Berkas',
      permitNumber: null,
    });
    await mirror.upsertPermits([issued('P-9', '2023-02-01')]);
    expect(await permit('P-9')).toEqual({
      ...before,
      status: 'ISSUED',
      rawStatus: 'TERBIT',
      permitNumber: '503/P-9',
    });
  });

  it('cannot be linked when they are not there', async () => {
    await expect(mirror.linkPermit('nowhere', institution)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are all seen by an agency, whose key says so, and not by a key of an institution that may do anything', async () => {
    const seenBy = async (...scopes: Scope[]) =>
      (await hub.call('permits', organisationPrincipal(uuidv7(), ...scopes), list)).data.permits.totalCount;
    expect(await seenBy('read', 'permits:all')).toBeGreaterThan(3);
    expect(await seenBy('admin')).toBe(0);
  });

  it('are closed to a caller without the scope', async () => {
    const caller = organisationPrincipal(institution, 'identity:read');
    expect((await hub.call('permits', caller, list)).codes).toEqual(['FORBIDDEN']);
  });
});

describe('kinds of permit', () => {
  it('are listed for everybody with the scope, each once', async () => {
    const hub = await startSubgraphs([permitsAlone()]);
    const mirror = mirrorOf(hub);
    await mirror.upsertPermitTypes([{ externalId: '12', code: 'SIUP', name: 'Izin Usaha' }]);
    await mirror.upsertPermitTypes([{ externalId: '12', code: 'SIUP', name: 'Izin Usaha Perdagangan' }]);
    const { data } = await hub.call(
      'permits',
      organisationPrincipal(uuidv7(), 'permits:read'),
      '{ permitTypes { totalCount nodes { externalId code name } } }',
    );
    expect(data.permitTypes).toEqual({
      totalCount: 1,
      nodes: [{ externalId: '12', code: 'SIUP', name: 'Izin Usaha Perdagangan' }],
    });
    await hub.close();
  });
});
