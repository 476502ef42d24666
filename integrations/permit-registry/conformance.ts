import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Exchange, OutsideCall } from '../../platform/http-client/http-client.ts';
import type { PermitRegistry, RegistryPermit } from './port.ts';
import { retryDelayMs } from './retry-delay.ts';

/** A permit registry over a stand-in with at least five permits that are issued and two in process. */
export interface PermitRegistryUnderTest {
  registry: PermitRegistry;
  /** The same registry for a hub that gives a call up after two seconds. */
  impatient: PermitRegistry;
  /** Scripts what the stand-in does wrong at the next call. */
  fault(fault: Record<string, unknown>): Promise<void>;
  /** Takes back everything that was scripted. */
  reset(): Promise<void>;
  /** Issues the oldest application; answers its registration id. */
  issueOne(): Promise<string>;
  /** Makes a new permit, already issued. */
  addOne(): Promise<void>;
  close(): Promise<void>;
}

/** What every permit registry must do for the hub, whoever runs it. */
export function permitRegistryConformance(name: string, start: () => Promise<PermitRegistryUnderTest>): void {
  describe(`the permit registry ${name}`, () => {
    let underTest: PermitRegistryUnderTest;
    let registry: PermitRegistry;
    let exchanges: Exchange[];
    const call: OutsideCall = { requestId: 'req-1', record: (exchange) => void exchanges.push(exchange) };
    beforeAll(async () => {
      underTest = await start();
      registry = underTest.registry;
    });
    beforeEach(async () => {
      exchanges = [];
      await underTest.reset();
    });
    afterAll(() => underTest.close());

    async function all(list: 'issued' | 'inProcess', limit: number): Promise<RegistryPermit[]> {
      const found: RegistryPermit[] = [];
      for (;;) {
        const { permits } = await registry[list]({ limit, offset: found.length }, call);
        if (permits.length === 0) return found;
        expect(permits.length).toBeLessThanOrEqual(limit);
        found.push(...permits);
      }
    }

    it.each(['issued', 'inProcess'] as const)('lists what is %s page by page, each once', async (list) => {
      const found = await all(list, 2);
      expect(found.length).toBeGreaterThan(1);
      expect(new Set(found.map((permit) => permit.registrationId)).size).toBe(found.length);
      expect(await all(list, 1000)).toEqual(found);
    });

    it('lists the newest first', async () => {
      const before = await all('issued', 1000);
      await underTest.addOne();
      const after = await all('issued', 1000);
      expect(after.slice(1)).toEqual(before);
    });

    it('tells the number of what is issued, and how far is what is not', async () => {
      for (const permit of await all('issued', 1000)) {
        expect(permit).toMatchObject({ permitNumber: expect.any(String), rawStatus: null });
      }
      for (const permit of await all('inProcess', 1000)) {
        expect(permit).toMatchObject({ permitNumber: null, rawStatus: expect.any(String) });
      }
    });

    it('moves what is issued from one list to the other, under the same id', async () => {
      await underTest.addOne();
      const id = await underTest.issueOne();
      const ids = async (list: 'issued' | 'inProcess') =>
        (await all(list, 1000)).map((permit) => permit.registrationId);
      expect(await ids('issued')).toContain(id);
      expect(await ids('inProcess')).not.toContain(id);
    });

    it('counts what it lists', async () => {
      const [issued, inProcess] = [await all('issued', 1000), await all('inProcess', 1000)];
      expect(await registry.counts(call)).toEqual({
        total: issued.length + inProcess.length,
        issued: issued.length,
        inProcess: inProcess.length,
      });
    });

    it('names the kinds of permit, each with an id of its own', async () => {
      const types = await registry.permitTypes(call);
      expect(types.length).toBeGreaterThan(1);
      expect(new Set(types.map((type) => type.externalId)).size).toBe(types.length);
    });

    it('tells when one permit expires, and null of one that it does not know', async () => {
      const listed = (await all('issued', 1000)).find((permit) => permit.receivedOn !== null);
      expect(await registry.permit(listed?.permitNumber ?? '', call)).toEqual({
        ...listed,
        expiresOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      });
      expect(await registry.permit('503/0/NONE/1999', call)).toBeNull();
    });

    it.each([
      { limit: -1, offset: 0 },
      { limit: 0, offset: 0 },
      { limit: 1001, offset: 0 },
      { limit: 1, offset: -1 },
      { limit: 0.5, offset: 0 },
    ])('is never asked for the page %o', (page) => {
      expect(() => registry.issued(page, call)).toThrow(RangeError);
      expect(exchanges).toEqual([]);
    });

    it('is called once, whatever comes of it, and the exchange is recorded', async () => {
      await underTest.fault({ fault: 'status', status: 503, times: 5 });
      await expect(registry.counts(call)).rejects.toMatchObject({ kind: 'UNAVAILABLE', status: 503 });
      expect(exchanges).toMatchObject([
        { method: 'GET', status: 503, durationMs: expect.any(Number), error: expect.any(String) },
      ]);
    });

    it.each([
      [{ fault: 'status', status: 500 }, 'UNAVAILABLE', [1000, 2000, 4000, null]],
      [{ fault: 'status', status: 502 }, 'UNAVAILABLE', [1000, 2000, 4000, null]],
      [{ fault: 'status', status: 503, retryAfter: 3 }, 'UNAVAILABLE', [3000, 3000, 4000, null]],
      [{ fault: 'status', status: 504 }, 'UNAVAILABLE', [1000, 2000, 4000, null]],
      [{ fault: 'status', status: 501 }, 'UNAVAILABLE', [null]],
      [{ fault: 'status', status: 403 }, 'REJECTED', [null]],
      [{ fault: 'slow', ms: 60_000 }, 'TIMEOUT', [null]],
      [{ fault: 'dropped' }, 'TIMEOUT', [null]],
      [{ fault: 'html' }, 'INVALID_REPLY', [null]],
      [{ fault: 'empty' }, 'INVALID_REPLY', [null]],
    ])('that meets %o says %s, and may be asked again after %o ms', async (fault, kind, delays) => {
      await underTest.fault(fault);
      const meeting = fault.fault === 'slow' ? underTest.impatient : registry;
      const error = await meeting.issued({ limit: 10, offset: 0 }, call).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind, system: expect.any(String) });
      expect(delays.map((_, retries) => retryDelayMs(error, retries))).toEqual(delays);
    });
  });
}
