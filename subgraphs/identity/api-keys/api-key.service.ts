import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Principal } from '../../../platform/auth/principal.ts';
import { allows, type Scope } from '../../../platform/auth/scopes.ts';
import { tierLimits } from '../../../platform/auth/tiers.ts';
import { databaseTime } from '../../../platform/db/database-time.ts';
import { patch } from '../../../platform/db/patch.ts';
import { isOfSandbox } from '../../../platform/environment.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { addressEntryProblem } from '../../../platform/http-client/address-list.ts';
import { record } from '../../../schema/events/record.ts';
import { Organisation } from '../organisations/organisation.ts';
import { owningOrganisation } from '../organisations/owning-organisation.ts';
import { Student } from '../students/student.ts';
import type { CreateApiKeyInput, RotateApiKeyInput, UpdateApiKeyInput } from './api-key.inputs.ts';
import { newApiKey } from './api-key.secret.ts';
import { ApiKey, type CreatedApiKey } from './api-key.ts';
import type { ApiKeyAuthenticator } from './authenticate.ts';

type Event = 'api_key.created' | 'api_key.updated' | 'api_key.rotated' | 'api_key.revoked';

export class ApiKeyService {
  readonly #authenticator: ApiKeyAuthenticator;

  constructor(authenticator: ApiKeyAuthenticator) {
    this.#authenticator = authenticator;
  }

  /**
   * Makes a key for an organisation, or for one of its students. A student's key that an organisation
   * makes shows the rows of that student there; one that the operator makes shows the person's rows in
   * every organisation, or else whoever claims a NIK would see what is elsewhere known of it. Throws FORBIDDEN for a scope that the
   * caller does not hold, VALIDATION_ERROR for an organisation or student that the caller may not see, for
   * addresses that are none, and for limits beyond those of the organisation's tier.
   */
  async create(input: CreateApiKeyInput, context: SubgraphContext): Promise<CreatedApiKey> {
    const { principal, em } = context;
    assertHolds(principal, input.scopes);
    const student = input.studentId ? await em.findOne(Student, { id: input.studentId }) : null;
    if (input.studentId && !student) throw invalid('studentId', 'names no student');
    const organisationId = student
      ? student.organisationId
      : await owningOrganisation(input.organisationId, context);
    await checkRestrictions(em, organisationId, input);
    const { key, prefix, keyHash } = await newApiKey();
    const apiKey = Object.assign(new ApiKey(), {
      organisationId,
      studentId: student?.id ?? null,
      sandbox: isOfSandbox(organisationId),
      everywhere: principal.kind === 'platform',
      name: input.name,
      prefix,
      keyHash,
      scopes: [...new Set(input.scopes)],
      expiresAt: input.expiresAt ?? null,
      allowedAddresses: input.allowedAddresses ?? [],
      readsPerHour: input.readsPerHour ?? null,
      writesPerHour: input.writesPerHour ?? null,
    });
    await em.transactional(async (tx) => {
      tx.persist(apiKey);
      await tx.flush();
      await record(tx, this.#event('api_key.created', apiKey, context));
    });
    return { key, apiKey };
  }

  /** Changes a key, everywhere at once. Throws NOT_FOUND, CONFLICT for one that is revoked, VALIDATION_ERROR as `create` does. */
  async update({ id, ...input }: UpdateApiKeyInput, context: SubgraphContext): Promise<ApiKey> {
    return this.#change(id, 'api_key.updated', context, async (apiKey, em) => {
      await checkRestrictions(em, apiKey.organisationId, input);
      const { allowedAddresses } = input;
      patch(apiKey, {
        ...input,
        allowedAddresses: allowedAddresses === undefined ? undefined : (allowedAddresses ?? []),
      } as Partial<ApiKey>);
    });
  }

  /**
   * Gives a key another secret and shows it. As it was, the key works until the overlap ends; as it was
   * before that, no more. Throws NOT_FOUND, CONFLICT for one that is revoked, and FORBIDDEN for one that
   * allows more than the caller, who would then have it.
   */
  async rotate({ id, overlapMinutes }: RotateApiKeyInput, context: SubgraphContext): Promise<CreatedApiKey> {
    const { key, prefix, keyHash } = await newApiKey();
    const rotated = await this.#change(id, 'api_key.rotated', context, async (apiKey, em) => {
      assertHolds(context.principal, apiKey.scopes);
      if (apiKey.studentId !== null && apiKey.everywhere && context.principal.kind !== 'platform') {
        throw new HubError('FORBIDDEN', {
          message: 'The operator made this key; only the operator rotates it.',
        });
      }
      const now = await databaseTime(em);
      const overlaps = overlapMinutes > 0;
      Object.assign(apiKey, {
        previousPrefix: overlaps ? apiKey.prefix : null,
        previousHash: overlaps ? apiKey.keyHash : null,
        previousUntil: overlaps ? new Date(now + overlapMinutes * 60_000) : null,
        prefix,
        keyHash,
        rotatedAt: new Date(now),
      });
    });
    return { key, apiKey: rotated };
  }

  /** Revokes a key at once, everywhere, as it is and as it was. Revoking it again changes nothing. Throws NOT_FOUND. */
  async revoke(id: string, context: SubgraphContext): Promise<ApiKey> {
    const revoked = await context.em.transactional(async (em) => {
      const apiKey = await em.findOne(ApiKey, { id });
      if (!apiKey) throw notFound('key', id);
      if (apiKey.revokedAt) return apiKey;
      apiKey.revokedAt = new Date();
      await em.flush();
      await record(em, this.#event('api_key.revoked', apiKey, context));
      return apiKey;
    });
    this.#authenticator.forget();
    return revoked;
  }

  async #change(
    id: string,
    event: Event,
    context: SubgraphContext,
    change: (apiKey: ApiKey, em: EntityManager) => Promise<void>,
  ): Promise<ApiKey> {
    const changed = await context.em.transactional(async (em) => {
      const apiKey = await em.findOne(ApiKey, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!apiKey) throw notFound('key', id);
      if (apiKey.revokedAt) throw new HubError('CONFLICT', { message: 'This key is revoked; make another.' });
      await change(apiKey, em);
      await em.flush();
      await record(em, this.#event(event, apiKey, context));
      return apiKey;
    });
    this.#authenticator.forget();
    return changed;
  }

  #event(type: Event, apiKey: ApiKey, context: SubgraphContext) {
    return {
      type,
      subject: { type: 'ApiKey' as const, id: apiKey.id },
      audience: apiKey.organisationId ? [apiKey.organisationId] : [],
      data: { api_key_id: apiKey.id, name: apiKey.name, prefix: apiKey.prefix },
      actor: context.principal.id,
      requestId: context.requestId,
    };
  }
}

function assertHolds(principal: Principal, scopes: readonly Scope[]): void {
  const beyond = scopes.filter((scope) => !allows(principal.scopes, scope));
  if (beyond.length === 0) return;
  throw new HubError('FORBIDDEN', {
    message: `A key cannot allow more than the key that makes it: ${beyond.join(', ')}.`,
  });
}

type Restrictions = Pick<CreateApiKeyInput, 'allowedAddresses' | 'readsPerHour' | 'writesPerHour'>;

/** Throws VALIDATION_ERROR for an address that is none, or a limit beyond that of the organisation's tier. */
async function checkRestrictions(
  em: EntityManager,
  organisationId: string | null,
  input: Restrictions,
): Promise<void> {
  for (const [place, entry] of (input.allowedAddresses ?? []).entries()) {
    const problem = addressEntryProblem(entry);
    if (problem) throw invalid(`allowedAddresses.${place}`, problem);
  }
  if (organisationId === null || (!input.readsPerHour && !input.writesPerHour)) return;
  const { tier } = await em.findOneOrFail(Organisation, { id: organisationId });
  for (const field of ['readsPerHour', 'writesPerHour'] as const) {
    const most = tierLimits[tier][field];
    if ((input[field] ?? 0) <= most) continue;
    throw invalid(field, `must be ${most} at most, as the tier ${tier} of the organisation gives`);
  }
}
