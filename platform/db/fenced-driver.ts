import {
  type Configuration,
  EntityManager,
  PostgreSqlConnection,
  PostgreSqlDriver,
} from '@mikro-orm/postgresql';
import { PostgresDialect } from 'kysely';
import type { Pool, PoolConfig } from 'pg';
import { quotedLiteral } from './quoted-literal.ts';
import type { Sight } from './sight.ts';
import { roleOf, SightPool } from './sight-pool.ts';

/** MikroORM's connection, over connections that are set to who uses them. */
class SightConnection extends PostgreSqlConnection {
  #pool: SightPool | undefined;
  #shown: { through: SightConnection; sight: Sight } | undefined;

  /** From now on the same pool as that of `through`, as one that sees `sight` uses it. */
  show(through: SightConnection, sight: Sight): void {
    this.#shown = { through, sight };
  }

  override createKyselyDialect(overrides: PoolConfig): PostgresDialect {
    if (this.#shown) {
      const { through, sight } = this.#shown;
      return new PostgresDialect({ pool: through.#opened().as(sight) });
    }
    const onPoolCreated = (pool: Pool) => {
      this.#pool = new SightPool(pool);
    };
    // Makes the pool, with MikroORM's parsers of types; its dialect would hand out connections as they come.
    super.createKyselyDialect({ ...overrides, onPoolCreated } as PoolConfig);
    return new PostgresDialect({ pool: (this.#pool as unknown as SightPool).as(null) });
  }

  override async close(force?: boolean): Promise<void> {
    await super.close(force);
    // Kysely ends no pool from which it has not taken a connection itself.
    await this.#pool?.end();
    this.#pool = undefined;
  }

  #opened(): SightPool {
    this.getClient();
    return this.#pool as SightPool;
  }
}

/** The driver of PostgreSQL, of which `seeing` makes others that share its connections and see a part. */
export class FencedDriver extends PostgreSqlDriver {
  declare protected readonly connection: SightConnection;

  /** That its statements run under. */
  role = roleOf(null);

  constructor(config: Configuration) {
    super(config);
    Object.assign(this, { connection: new SightConnection(config) });
    Object.assign(this.platform, { escapeLiteral: quotedLiteral });
  }

  /** An entity manager all of whose statements, also those of its forks and in plain SQL, see `sight` alone. */
  seeing(sight: Sight, em: EntityManager): EntityManager {
    const driver: FencedDriver = Object.assign(new FencedDriver(this.config), { platform: this.platform });
    driver.setMetadata(this.metadata);
    driver.role = roleOf(sight);
    driver.connection.show(this.#root().connection, sight);
    return new EntityManager(this.config, driver, this.metadata, false, em.getEventManager());
  }

  /** An entity manager that is not fenced. */
  unfenced(em: EntityManager): EntityManager {
    return new EntityManager(this.config, this.#root(), this.metadata, false, em.getEventManager());
  }

  #root(): FencedDriver {
    return this.config.getDriver() as unknown as FencedDriver;
  }
}
