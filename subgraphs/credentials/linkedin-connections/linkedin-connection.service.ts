import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { LinkedIn } from '../../../integrations/linkedin/port.ts';
import { type Principal, servicePrincipal } from '../../../platform/auth/principal.ts';
import { fencedEntityManager } from '../../../platform/db/fence.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import type { PerEnvironment } from '../../../platform/environment.ts';
import { HubError } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { newSecret, secretHash } from '../one-time-secret.ts';
import { LinkedInAttempt } from './linkedin-attempt.ts';
import { LinkedInConnection, LinkedInConnectionStatus } from './linkedin-connection.ts';

/** From asking for the address until the browser is back. */
export const attemptLifeMs = 10 * 60_000;

const service = servicePrincipal('credentials', ['credentials:read']);

/** The way on to LinkedIn, and what the browser is to bring back. */
export interface Departure {
  /** Id of the learner's key. */
  requestedBy: string;
  url: string;
  browserSecret: string;
}

/**
 * Connects learners with LinkedIn. The one-time address, the state and the browser’s cookie are random and
 * known here by their hashes; each is taken once, by one UPDATE that says whose it must be.
 */
export class LinkedInConnectionService {
  readonly #em: EntityManager;
  readonly #cipher: Cipher;
  readonly #linkedin: PerEnvironment<LinkedIn | null>;
  readonly #publicUrl: string;

  constructor(
    parts: { em: EntityManager; cipher: Cipher },
    options: { linkedin: PerEnvironment<LinkedIn | null>; publicUrl: string },
  ) {
    this.#em = parts.em;
    this.#cipher = parts.cipher;
    this.#linkedin = options.linkedin;
    this.#publicUrl = options.publicUrl;
  }

  get redirectUri(): string {
    return `${this.#publicUrl}/auth/linkedin/callback`;
  }

  /** Who is of the sandbox goes to the stand-in. */
  #of({ sandbox }: Pick<LinkedInAttempt, 'sandbox'>): LinkedIn | null {
    return sandbox ? this.#linkedin.sandbox : this.#linkedin.live;
  }

  /**
   * A one-time address for the learner’s browser, which holds for ten minutes. Throws FORBIDDEN for
   * everybody but a learner, NOT_CONFIGURED.
   */
  async begin({ principal, em }: SubgraphContext): Promise<{ url: string; expiresAt: Date }> {
    assertLearner(principal);
    const sandbox = principal.sandbox ?? false;
    if (!this.#of({ sandbox })) throw new HubError('NOT_CONFIGURED');
    const ticket = newSecret();
    const expiresAt = new Date(Date.now() + attemptLifeMs);
    const attempt = Object.assign(new LinkedInAttempt(), {
      studentIds: [...principal.studentIds],
      sandbox,
      requestedBy: principal.id,
      ticketHash: secretHash(ticket),
      expiresAt,
    });
    await em.persist(attempt).flush();
    return { url: `${this.#publicUrl}/api/v1/integrations/linkedin/connect?ticket=${ticket}`, expiresAt };
  }

  /** Takes the one-time address; null when it is unknown, used or too old. */
  async depart(ticket: string): Promise<Departure | null> {
    const [state, browserSecret] = [newSecret(), newSecret()];
    const ticketHash = secretHash(ticket);
    const em = this.#em.fork();
    const attempt = await em.findOne(LinkedInAttempt, { ticketHash });
    const linkedin = attempt && this.#of(attempt);
    if (!linkedin) return null;
    const taken = await em.nativeUpdate(
      LinkedInAttempt,
      { ticketHash, openedAt: null, expiresAt: { $gt: new Date() } },
      { openedAt: new Date(), stateHash: secretHash(state), browserHash: secretHash(browserSecret) },
    );
    if (taken === 0) return null;
    const { requestedBy } = attempt;
    const url = linkedin.authorizationUrl({ state, redirectUri: this.redirectUri });
    return { requestedBy, url, browserSecret };
  }

  /**
   * Whose return this is; null for a state that is unknown, used, too old, or another browser’s, none of
   * which changes anything. The state holds no more afterwards, whatever LinkedIn says.
   */
  async arrive(state: string, browserSecret: string): Promise<LinkedInAttempt | null> {
    const em = this.#em.fork();
    const mine = { stateHash: secretHash(state), browserHash: secretHash(browserSecret) };
    const taken = await em.nativeUpdate(
      LinkedInAttempt,
      { ...mine, returnedAt: null, expiresAt: { $gt: new Date() } },
      { returnedAt: new Date() },
    );
    return taken === 0 ? null : em.findOneOrFail(LinkedInAttempt, mine);
  }

  /** Exchanges the code, and keeps what it brought for every student row of the learner. Throws OutsideError. */
  async connect(attempt: LinkedInAttempt, code: string, requestId: string): Promise<LinkedInConnection> {
    const linkedin = this.#of(attempt);
    if (!linkedin) throw new HubError('NOT_CONFIGURED');
    const call = { requestId };
    const grant = await linkedin.exchangeCode({ code, redirectUri: this.redirectUri }, call);
    const member = await linkedin.member(grant.accessToken, call);
    const [first] = await this.#service().transactional(async (em) => {
      const kept = [];
      for (const studentId of attempt.studentIds) {
        const connection = Object.assign(new LinkedInConnection(), {
          studentId,
          sandbox: attempt.sandbox,
          personId: member.personId,
          memberName: member.name,
          tokenSealed: this.#cipher.seal(grant.accessToken),
          expiresAt: grant.expiresAt,
        });
        const { id: _id, status: _now, ...row } = connection;
        kept.push(
          await em.upsert(LinkedInConnection, { ...row, id: connection.id } as LinkedInConnection, {
            onConflictFields: ['studentId'],
            onConflictExcludeFields: ['id'],
          }),
        );
      }
      return kept;
    });
    return first as LinkedInConnection;
  }

  /** Forgets the learner’s tokens. Answers with what there was. Throws FORBIDDEN for everybody but a learner. */
  async disconnect({ principal, em }: SubgraphContext): Promise<LinkedInConnection[]> {
    assertLearner(principal);
    return em.transactional(async (tx) => {
      const connections = await tx.find(LinkedInConnection, {}, { orderBy: { id: 'asc' } });
      for (const connection of connections) {
        connection.tokenSealed = null;
        connection.decidedStatus = LinkedInConnectionStatus.DISCONNECTED;
      }
      await tx.flush();
      return connections;
    });
  }

  /** The connection of a student with its token; throws CONFLICT when there is none that holds. */
  async use(studentId: string): Promise<{ personId: string; accessToken: string }> {
    const connection = await this.#service().findOne(LinkedInConnection, { studentId });
    if (connection?.status !== LinkedInConnectionStatus.ACTIVE || connection.tokenSealed === null)
      throw notConnected(connection);
    return { personId: connection.personId, accessToken: this.#cipher.open(connection.tokenSealed) };
  }

  /** LinkedIn refused this token: the connection it came from holds no more, unless it was renewed since. */
  async refused(studentId: string, accessToken: string): Promise<void> {
    await this.#service().transactional(async (em) => {
      const connection = await em.findOne(
        LinkedInConnection,
        { studentId },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      if (!connection?.tokenSealed || this.#cipher.open(connection.tokenSealed) !== accessToken) return;
      connection.tokenSealed = null;
      connection.decidedStatus = LinkedInConnectionStatus.REVOKED;
    });
  }

  /** Deletes the attempts that can lead nowhere any more. */
  async forget(): Promise<void> {
    await this.#em.fork().nativeDelete(LinkedInAttempt, { expiresAt: { $lt: new Date() } });
  }

  #service(): EntityManager {
    return fencedEntityManager(this.#em, service);
  }
}

/** Throws CONFLICT with what the learner can do about a connection that does not hold. */
export function notConnected(connection: LinkedInConnection | null): HubError {
  const why = connection ? `LinkedIn is ${connection.status}` : 'LinkedIn is not connected';
  return new HubError('CONFLICT', { message: `${why}; the learner has to connect it (connectLinkedIn).` });
}

function assertLearner(principal: Principal): void {
  if (principal.kind !== 'learner' || principal.studentIds.length === 0)
    throw new HubError('FORBIDDEN', { message: 'Only learners connect LinkedIn, with a key of their own.' });
}
