import { Integration, IntegrationAuthentication, IntegrationKind } from './integration.ts';

type Facts = Pick<Integration, 'kind' | 'authentication' | 'phase'>;

/** Every outside system that the hub knows how to call, with the phase of the plan it was foreseen in. */
const systems = {
  SIPLATIH: {
    kind: IntegrationKind.GOVERNMENT_API,
    authentication: IntegrationAuthentication.OAUTH2_CLIENT_CREDENTIALS,
    phase: 2,
  },
  LINKEDIN: {
    kind: IntegrationKind.SOCIAL_API,
    authentication: IntegrationAuthentication.OAUTH2_AUTHORIZATION_CODE,
    phase: 4,
  },
  EUROPASS: {
    kind: IntegrationKind.CREDENTIAL_API,
    authentication: IntegrationAuthentication.API_KEY,
    phase: 4,
  },
  GOPAY: {
    kind: IntegrationKind.PAYMENT,
    authentication: IntegrationAuthentication.API_KEY_AND_SIGNATURE,
    phase: 3,
  },
  LINKAJA: {
    kind: IntegrationKind.PAYMENT,
    authentication: IntegrationAuthentication.OAUTH2_CLIENT_CREDENTIALS,
    phase: 3,
  },
  OVO: {
    kind: IntegrationKind.PAYMENT,
    authentication: IntegrationAuthentication.OAUTH2_CLIENT_CREDENTIALS,
    phase: 3,
  },
  SICANTIK: {
    kind: IntegrationKind.PERMIT_REGISTRY,
    authentication: IntegrationAuthentication.OPTIONAL_API_KEY,
    phase: null,
  },
  BSRE: {
    kind: IntegrationKind.DOCUMENT_SIGNING,
    authentication: IntegrationAuthentication.BASIC,
    phase: null,
  },
  SMTP: {
    kind: IntegrationKind.MAIL,
    authentication: IntegrationAuthentication.OPTIONAL_PASSWORD,
    phase: null,
  },
} as const satisfies Record<string, Facts>;

export type SystemName = keyof typeof systems;

export const systemNames = Object.keys(systems) as SystemName[];

/** The systems, in the order of the registry, each with the address at which the hub is configured to call it. */
export function integrationsAt(baseUrls: Partial<Record<SystemName, string | null>>): Integration[] {
  return Object.entries(systems).map(([name, facts]) =>
    Object.assign(new Integration(), {
      ...facts,
      name,
      configuredUrl: baseUrls[name as SystemName] ?? null,
    }),
  );
}
