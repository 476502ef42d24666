import type { EntityManager } from '@mikro-orm/postgresql';
import type { PermitRegistryAddress } from '../../../integrations/permit-registry/port.ts';
import { audit } from '../../../platform/audit/audit.ts';
import type { Cipher } from '../../../platform/encryption/cipher.ts';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { withoutTrailingSlashes } from '../../../platform/trailing-slashes.ts';
import { lockState, restartSweep } from '../mirror/mirror-state.service.ts';
import type { SetSicantikConfigurationInput } from './sicantik-configuration.inputs.ts';
import { ConfigurationSource, SicantikConfiguration, StoredConfiguration } from './sicantik-configuration.ts';

export interface ConfigurationOptions {
  /** What the environment says; null when it says nothing. */
  configured: PermitRegistryAddress | null;
  /** Whether an address may be set that is not https. */
  allowHttp: boolean;
}

/** Which registry is called. Read anew for each call, so that a change holds in every process at once. */
export class SicantikConfigurationService {
  readonly #em: EntityManager;
  readonly #cipher: Cipher;
  readonly #options: ConfigurationOptions;

  /** `em` is not fenced: the configuration belongs to nobody. */
  constructor(em: EntityManager, cipher: Cipher, options: ConfigurationOptions) {
    this.#em = em;
    this.#cipher = cipher;
    this.#options = options;
  }

  /** How the registry is called now; null when it is not configured. */
  async address(em: EntityManager = this.#em.fork()): Promise<PermitRegistryAddress | null> {
    const stored = await em.findOne(StoredConfiguration, { active: true });
    if (!stored) return this.#options.configured;
    const { baseUrl, sealedApiKey, timeoutMs } = stored;
    return { baseUrl, timeoutMs, apiKey: sealedApiKey && this.#cipher.open(sealedApiKey) };
  }

  /** The same, as it may be shown. */
  async shown(): Promise<SicantikConfiguration | null> {
    const stored = await this.#em.fork().findOne(StoredConfiguration, { active: true });
    if (stored) return shownOf(stored);
    const { configured } = this.#options;
    return (
      configured &&
      Object.assign(new SicantikConfiguration(), {
        name: 'Environment',
        baseUrl: configured.baseUrl,
        hasApiKey: configured.apiKey !== null,
        timeoutSeconds: configured.timeoutMs / 1000,
        source: ConfigurationSource.ENVIRONMENT,
        setAt: null,
      })
    );
  }

  /**
   * Sets how the registry is called from now on. With another address the key that is stored is dropped,
   * since it was meant for somebody else, and the sweep begins anew. Throws VALIDATION_ERROR.
   */
  async set(input: SetSicantikConfigurationInput, context: SubgraphContext): Promise<SicantikConfiguration> {
    const baseUrl = baseUrlOf(input.baseUrl, this.#options.allowHttp);
    return this.#em.fork().transactional(async (em) => {
      // The state's lock lets one change after the other.
      const state = await lockState(em);
      const before = await this.address(em);
      const sameAddress = before?.baseUrl === baseUrl;
      const kept = sameAddress ? before.apiKey : null;
      const apiKey = input.apiKey === undefined ? kept : input.apiKey;
      await em.nativeUpdate(StoredConfiguration, { active: true }, { active: false });
      const stored = Object.assign(new StoredConfiguration(), {
        name: input.name,
        baseUrl,
        sealedApiKey: apiKey && this.#cipher.seal(apiKey),
        timeoutMs: (input.timeoutSeconds ?? 30) * 1000,
        setBy: context.principal.id,
      });
      em.persist(stored);
      if (!sameAddress) restartSweep(state);
      await em.flush();
      await audit(em, {
        type: 'sicantik_configuration.set',
        subject: { type: 'SicantikConfiguration', id: stored.id },
        organisations: [],
        data: {
          base_url: baseUrl,
          has_api_key: stored.sealedApiKey !== null,
          previous_base_url: before?.baseUrl ?? null,
        },
        actor: context.principal.id,
        requestId: context.requestId,
      });
      return shownOf(stored);
    });
  }

  /**
   * Goes back to what the environment says; null when it says nothing, and then the registry is called no more. With
   * another address the sweep begins anew.
   */
  async reset(context: SubgraphContext): Promise<SicantikConfiguration | null> {
    await this.#em.fork().transactional(async (em) => {
      const state = await lockState(em);
      const stored = await em.findOne(StoredConfiguration, { active: true });
      if (!stored) return;
      stored.active = false;
      if (stored.baseUrl !== this.#options.configured?.baseUrl) restartSweep(state);
      await em.flush();
      await audit(em, {
        type: 'sicantik_configuration.reset',
        subject: { type: 'SicantikConfiguration', id: stored.id },
        organisations: [],
        data: {
          base_url: this.#options.configured?.baseUrl ?? null,
          previous_base_url: stored.baseUrl,
        },
        actor: context.principal.id,
        requestId: context.requestId,
      });
    });
    return this.shown();
  }
}

function shownOf(stored: StoredConfiguration): SicantikConfiguration {
  return Object.assign(new SicantikConfiguration(), {
    name: stored.name,
    baseUrl: stored.baseUrl,
    hasApiKey: stored.sealedApiKey !== null,
    timeoutSeconds: stored.timeoutMs / 1000,
    source: ConfigurationSource.MUTATION,
    setAt: stored.createdAt,
  });
}

function baseUrlOf(text: string, allowHttp: boolean): string {
  const url = URL.parse(text);
  if (!url || !['https:', 'http:'].includes(url.protocol))
    throw invalid('baseUrl', 'must be an address such as https://perizinan.example.go.id/backoffice/api');
  if (url.protocol === 'http:' && !allowHttp) throw invalid('baseUrl', 'must begin with https://');
  if (url.username || url.password) throw invalid('baseUrl', 'must hold no user name or password');
  if (url.search || url.hash) throw invalid('baseUrl', 'must end with a path');
  return withoutTrailingSlashes(url.href);
}
