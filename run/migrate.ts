import { findMigrationSets, migrate } from '../platform/db/migrate.ts';

const databaseUrl = process.env.DATABASE_URL;
if (!databaseUrl) {
  console.error(
    'DATABASE_URL is not set: the PostgreSQL database to migrate (the embedded one migrates itself).',
  );
  process.exit(1);
}
await migrate(databaseUrl, await findMigrationSets());
