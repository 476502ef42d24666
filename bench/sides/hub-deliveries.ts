import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { openPool } from '../../platform/db/pool.ts';
import { Cipher } from '../../platform/encryption/cipher.ts';
import { Sequencer } from '../../platform/events/sequencer.ts';
import { notifications } from '../../platform/events/wake-ups.ts';
import { openSubgraphs } from '../../run/subgraphs.ts';
import { exchange } from '../../subgraphs/exchange/subgraph.ts';
import { announce } from './announce.ts';

// The hub as far as it delivers: event log, fan-out with its checkpoint, deliveries. Each of the
// organisations that the bench names has one webhook.

const { DATABASE_URL: databaseUrl = '', RECEIVER = '', SECRET = '', ORGANISATIONS = '' } = process.env;
const cipher = new Cipher(new Map([['1', randomBytes(32)]]), '1');
const targets = { allowPrivate: 'loopback', ownPorts: [] } as const;
const { pool, subgraphs } = await openSubgraphs({
  databaseUrl,
  cipher,
  definitions: [exchange({ baseUrls: {}, webhooks: { targets } })],
});
for (const [place, organisation] of ORGANISATIONS.split(',').entries()) {
  await pool.query(
    `INSERT INTO exchange.webhooks (id, organisation_id, name, url, events, scopes, secret, headers, created_at, updated_at)
     VALUES ($1, $2, 'bench', $3, '{student.created}', '{read}', $4, $5, now(), now())`,
    [
      uuidv7(),
      organisation,
      // The first is for the paced load alone.
      `${RECEIVER}/${place === 0 ? 'timed' : `hook/${place}`}`,
      cipher.seal(SECRET),
      cipher.seal('[]'),
    ],
  );
}
const sequencer = new Sequencer(openPool(databaseUrl, 'worker', 12), notifications(databaseUrl));
await sequencer.start();
for (const service of subgraphs.flatMap(({ services }) => services)) service.start();
process.once('SIGTERM', () => process.exit());
announce(databaseUrl);
