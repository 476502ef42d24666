import { runProcess } from './process.ts';

// node dist/run/migrate.js: brings the database of DATABASE_URL up to date. The hub in one process does
// so by itself at each start.
await runProcess(async (lifecycle) => {
  const { readEnvironment } = await import('../platform/config.ts');
  const { findMigrationSets, migrate } = await import('../platform/db/migrate.ts');
  const { migrateParts } = await import('./configuration.ts');
  const { DATABASE_URL } = readEnvironment(migrateParts, process.env).database;
  const sets = await findMigrationSets();
  await lifecycle.start(
    'migrations',
    () => migrate(DATABASE_URL, sets),
    () => {},
  );
});
