import { allows } from '../../../platform/auth/scopes.ts';
import { HubError, invalid, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { record } from '../../../schema/events/record.ts';
import { owningOrganisation } from '../organisations/owning-organisation.ts';
import { Student } from '../students/student.ts';
import type { CreateApiKeyInput } from './api-key.inputs.ts';
import { newApiKey } from './api-key.secret.ts';
import { ApiKey, type CreatedApiKey } from './api-key.ts';
import type { ApiKeyAuthenticator } from './authenticate.ts';

export class ApiKeyService {
  readonly #authenticator: ApiKeyAuthenticator;

  constructor(authenticator: ApiKeyAuthenticator) {
    this.#authenticator = authenticator;
  }

  /**
   * Makes a key for an organisation, or for one of its students. A student's key that an organisation
   * makes shows the rows of that student there; one that the operator makes shows the person's rows in
   * every organisation, or else whoever claims a NIK would see what is elsewhere known of it. Throws FORBIDDEN for a scope that the
   * caller does not hold, VALIDATION_ERROR for an organisation or student that the caller may not see.
   */
  async create(input: CreateApiKeyInput, context: SubgraphContext): Promise<CreatedApiKey> {
    const { principal, em } = context;
    const beyond = input.scopes.filter((scope) => !allows(principal.scopes, scope));
    if (beyond.length > 0) {
      throw new HubError('FORBIDDEN', {
        message: `A key cannot allow more than the key that makes it: ${beyond.join(', ')}.`,
      });
    }
    const student = input.studentId ? await em.findOne(Student, { id: input.studentId }) : null;
    if (input.studentId && !student) throw invalid('studentId', 'names no student');
    const organisationId = student
      ? student.organisationId
      : await owningOrganisation(input.organisationId, context);
    const { key, prefix, keyHash } = await newApiKey();
    const apiKey = Object.assign(new ApiKey(), {
      organisationId,
      studentId: student?.id ?? null,
      everywhere: principal.kind === 'platform',
      name: input.name,
      prefix,
      keyHash,
      scopes: [...new Set(input.scopes)],
      expiresAt: input.expiresAt ?? null,
    });
    await em.transactional(async (tx) => {
      tx.persist(apiKey);
      await tx.flush();
      await record(tx, this.#event('api_key.created', apiKey, context));
    });
    return { key, apiKey };
  }

  /** Revokes a key at once, everywhere. Revoking it again changes nothing. Throws NOT_FOUND. */
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

  #event(type: 'api_key.created' | 'api_key.revoked', apiKey: ApiKey, context: SubgraphContext) {
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
