import type { Requests } from './step.ts';

/** Keys, and the outside systems. */
export const keys: Requests = [
  () => ({ operation: 'CreateApiKey', body: { name: 'Nightly import', scopes: ['read', 'training:write'] } }),
  () => ({ operation: 'ListApiKeys', query: { limit: '2' } }),
  ({ CreateApiKey }) => ({
    operation: 'RotateApiKey',
    path: { id: CreateApiKey.id },
    body: { overlap_minutes: 60 },
  }),
  ({ CreateApiKey }) => ({ operation: 'RevokeApiKey', path: { id: CreateApiKey.id } }),
  () => ({ operation: 'ListIntegrations' }),
  () => ({ operation: 'GetIntegrationStatus', path: { type: 'SIPLATIH' } }),
  () => ({ operation: 'ConnectIntegration', as: 'learner', path: { type: 'LINKEDIN' } }),
  () => ({ operation: 'DisconnectIntegration', as: 'learner', path: { type: 'LINKEDIN' } }),
  () => ({ operation: 'SyncIntegration', as: 'operator', path: { type: 'SICANTIK' } }),
];
