import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type {
  PermitRegistries,
  PermitRegistry,
  PermitRegistryAddress,
} from '../../../integrations/permit-registry/port.ts';
import type { Exchange, OutsideCall } from '../../../platform/http-client/http-client.ts';
import { currentRequestId } from '../../../platform/log.ts';
import type { CallFor, CallLimit } from './call-limit.ts';
import { SicantikCall } from './sicantik-call.ts';

/** What came of the wish to call: an answer, a failure, or no turn before `freeAt`. */
export type CallOutcome<T> =
  | { kind: 'answered'; answer: T }
  | { kind: 'failed'; error: unknown }
  | { kind: 'not yet'; freeAt: Date };

/** The one way to the registry: within the limit, and with every call written down. */
export class RegistryCaller {
  readonly #em: EntityManager;
  readonly #registries: PermitRegistries;
  readonly #limit: CallLimit;

  /** `em` is not fenced: calls belong to nobody. */
  constructor(em: EntityManager, registries: PermitRegistries, limit: CallLimit) {
    this.#em = em;
    this.#registries = registries;
    this.#limit = limit;
  }

  /** Makes one call when it is its turn. Throws nothing that the registry is the cause of. */
  async call<T>(
    address: PermitRegistryAddress,
    callFor: CallFor,
    make: (registry: PermitRegistry, call: OutsideCall) => Promise<T>,
  ): Promise<CallOutcome<T>> {
    const turn = await this.#limit.take(callFor, address.timeoutMs);
    if ('freeAt' in turn) return { kind: 'not yet', freeAt: turn.freeAt };
    const made: SicantikCall[] = [];
    const call: OutsideCall = {
      requestId: currentRequestId() ?? uuidv7(),
      record: (exchange) => void made.push(callOf(exchange)),
    };
    try {
      return { kind: 'answered', answer: await make(this.#registries.at(address), call) };
    } catch (error) {
      return { kind: 'failed', error };
    } finally {
      await this.#writeDown(made, turn.slot);
    }
  }

  /** The call, and from when its slot is free again. */
  #writeDown(made: readonly SicantikCall[], slot: number): Promise<void> {
    return this.#em.fork().transactional(async (em) => {
      em.persist([...made]);
      await em.flush();
      await em
        .getConnection()
        .execute(
          `UPDATE permits.call_slots SET free_at = clock_timestamp() + interval '60 seconds' WHERE slot = ?`,
          [slot],
          'run',
          em.getTransactionContext(),
        );
    });
  }
}

function callOf({ url, status, durationMs, error }: Exchange): SicantikCall {
  const { pathname, searchParams } = new URL(url);
  return Object.assign(new SicantikCall(), {
    endpoint: pathname.slice(pathname.lastIndexOf('/') + 1),
    parameters: Object.fromEntries(searchParams),
    statusCode: status,
    responseTimeMs: durationMs,
    errorMessage: error,
    calledAt: new Date(Date.now() - durationMs),
  });
}
