import type { EntityManager } from '@mikro-orm/postgresql';
import { v5 as uuidv5 } from 'uuid';
import type { HealthReport } from '../../../platform/http-client/reported-health.ts';
import { record } from '../../../schema/events/record.ts';
import { IntegrationHealth } from './integration-health.ts';

/** Systems have names, events have subjects with a UUID: the one makes the other, the same in every hub. */
const namespace = '6f1a52b4-0f0e-5d43-9a0e-2f6f0c1c7d11';

export class IntegrationHealthService {
  readonly #em: EntityManager;

  /** `em` is not fenced: the health of a system belongs to nobody. */
  constructor(em: EntityManager) {
    this.#em = em;
  }

  /**
   * Takes the report of one process in. Reports of several processes may come in any order and more
   * than once: the latest success and the latest failure stay. Records `integration.health_changed`
   * when the status is another than before. One report is stored at a time; see the queue of the task.
   */
  async store(report: HealthReport): Promise<void> {
    const system = report.system.toUpperCase();
    await this.#em.fork().transactional(async (em) => {
      const known = await em.findOne(IntegrationHealth, { system });
      const health = known ?? Object.assign(new IntegrationHealth(), { system });
      const before = health.status;
      takeIn(health, report);
      em.persist(health);
      await em.flush();
      if (health.status === before) return;
      await record(em, {
        type: 'integration.health_changed',
        subject: { type: 'Integration', id: uuidv5(system, namespace) },
        audience: [],
        data: { system, old_status: before, new_status: health.status, last_error: health.lastError },
        actor: 'service:exchange',
      });
    });
  }
}

function takeIn(health: IntegrationHealth, report: HealthReport): void {
  if (latestCall(report) >= latestCall(health)) health.lastLatencyMs = report.lastLatencyMs;
  if (isLater(report.lastFailureAt, health.lastFailureAt)) {
    health.lastFailureAt = report.lastFailureAt;
    health.lastError = report.lastError;
  }
  if (isLater(report.lastSuccessAt, health.lastSuccessAt)) health.lastSuccessAt = report.lastSuccessAt;
}

function isLater(one: Date | null, other: Date | null): boolean {
  return one !== null && (other === null || one > other);
}

function latestCall(seen: Pick<HealthReport, 'lastSuccessAt' | 'lastFailureAt'>): number {
  return Math.max(seen.lastSuccessAt?.getTime() ?? 0, seen.lastFailureAt?.getTime() ?? 0);
}
