import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fastify } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { openOrm } from '../platform/db/orm.ts';
import { Cipher } from '../platform/encryption/cipher.ts';
import { Neighbours } from '../platform/federation/neighbours.ts';
import { IssuerService } from '../subgraphs/credentials/issuers/issuer.service.ts';
import { Issuer } from '../subgraphs/credentials/issuers/issuer.ts';
import { IssuerKey } from '../subgraphs/credentials/issuers/issuer-key.ts';
import { Addresses } from '../subgraphs/credentials/open-badges/addresses.ts';
import { StatusListPublisher } from '../subgraphs/credentials/status-lists/status-list.publisher.ts';
import { statusListRoutes } from '../subgraphs/credentials/status-lists/status-list.routes.ts';
import { StatusList } from '../subgraphs/credentials/status-lists/status-list.ts';
import { milliseconds, quantile, type Row, times } from './figures.ts';
import type { Processes } from './processes.ts';

const size = 1_048_576;
const clients = 50;
const requests = 2_000;

/** Row (m): a status list of so many credentials, of which one in twenty is revoked: built, and served again. */
export async function measureStatusList(
  processes: Processes,
  folder: string,
  entries: number,
): Promise<Row[]> {
  const script = path.join(import.meta.dirname, 'sides', 'postgres.js');
  const side = processes.start('postgres', [script, path.join(folder, 'data of status lists')], {}, 'load');
  const url = await processes.ready('postgres', side, () => /^listening at (\S+)$/m.exec(side.output())?.[1]);
  const orm = await openOrm({ url, entities: [Issuer, IssuerKey, StatusList] });
  const app = fastify({ forceCloseConnections: true });
  try {
    const addresses = new Addresses('https://hub.example');
    const cipher = new Cipher(new Map([['1', randomBytes(32)]]), '1');
    const issuers = new IssuerService(new Neighbours(() => ({})), cipher, addresses);
    const issuer = await issuers.ensure(orm.em.fork(), { id: uuidv7(), name: 'LPK' });
    const list = Object.assign(new StatusList(), { issuerId: issuer.id, size, allotted: entries });
    await orm.em.fork().persist(list).flush();
    await orm.em.getConnection().execute(
      `INSERT INTO credentials.credentials (id, organisation_id, student_id, program_id, enrolment_id, name, status,
         issued_at, created_at, updated_at, status_list_id, status_place)
       SELECT gen_random_uuid(), ?, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'Kursus',
         CASE WHEN hashtext(place::text) % 20 = 0 THEN 'REVOKED' ELSE 'ACTIVE' END, now(), now(), now(), ?, place
       FROM generate_series(0, ? - 1) AS place`,
      [issuer.id, list.id, entries],
      'run',
    );
    const publisher = new StatusListPublisher(orm.em, issuers, addresses);
    statusListRoutes(app, publisher);
    const base = await app.listen({ host: '127.0.0.1', port: 0 });
    const address = `${base}/credentials/status/${list.id}-revocation`;
    const get = async () => {
      const begun = performance.now();
      const bytes = (await (await fetch(address)).arrayBuffer()).byteLength;
      return { took: performance.now() - begun, bytes };
    };
    const built = await get();
    const served: number[] = [];
    await Promise.all(
      Array.from({ length: clients }, async () => {
        for (let n = 0; n < requests / clients; n += 1) served.push((await get()).took);
      }),
    );
    const p99 = quantile(served, 0.99);
    return [
      {
        id: 'm',
        what: `Status list of ${entries.toLocaleString('en')} credentials, one in twenty revoked, read, packed and signed (${Math.round(built.bytes / 1024)} KiB), against served again to ${clients} clients, 99 % within`,
        hub: milliseconds(built.took),
        against: milliseconds(p99),
        ratio: times(built.took / p99),
        target: '',
      },
    ];
  } finally {
    await app.close();
    await orm.close();
  }
}
