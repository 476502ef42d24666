import { startEmbeddedPostgres } from '../../platform/db/embedded-postgres.ts';
import { findMigrationSets, migrate } from '../../platform/db/migrate.ts';
import { announce } from './announce.ts';

// One PostgreSQL with the hub's tables for two sides, which take turns; its data lie in the folder given.

const dataDir = process.argv[2] ?? '';
const postgres = await startEmbeddedPostgres({ dataDir, durable: true, log: { info: () => undefined } });
await migrate(postgres.url, await findMigrationSets());
process.once('SIGTERM', () => void postgres.stop().then(() => process.exit()));
announce(postgres.url);
