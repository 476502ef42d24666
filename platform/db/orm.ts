import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { type EntityClass, MikroORM, type PostgreSqlDriver } from '@mikro-orm/postgresql';
import { log } from '../log.ts';
import { FencedDriver } from './fenced-driver.ts';
import { idleConnectionMs } from './pool.ts';

/** Options of one subgraph's database access. */
export interface OrmOptions {
  url: string;
  entities: EntityClass<unknown>[];
  /** Most connections held at a time. */
  poolSize?: number;
  /** Called with every SQL statement, its values in it; for tests that count or explain them. */
  onStatement?: ((sql: string) => void) | undefined;
}

/** Opens MikroORM over `entities`. Nothing of the schema is made here: that is what migrations are for. */
export function openOrm(options: OrmOptions): Promise<MikroORM> {
  return MikroORM.init({
    driver: FencedDriver as typeof PostgreSqlDriver,
    clientUrl: options.url,
    // MikroORM reads but the host and the database of an address; pg reads what stands behind the `?` too.
    driverOptions: { connectionString: options.url },
    entities: options.entities,
    metadataProvider: ReflectMetadataProvider,
    pool: { min: 0, max: options.poolSize ?? 10, idleTimeoutMillis: idleConnectionMs },
    forceUtcTimezone: true,
    ensureDatabase: false,
    implicitTransactions: true,
    debug: options.onStatement ? ['query', 'query-params'] : false,
    logger: (message) => (options.onStatement ? options.onStatement(message) : log.debug(message)),
    colors: false,
  });
}
