import type { Requests } from './step.ts';

/** One that the stand-in of the registry has. */
export const permit = '2026/IL/000417';

/** The mirror of the permit registry. */
export const permits: Requests = [
  () => ({ operation: 'ListPermits', as: 'operator', query: { status: 'issued', limit: '2' } }),
  () => ({ operation: 'GetPermit', as: 'operator', path: { registration_id: permit } }),
  () => ({ operation: 'ListPermitTypes', query: { limit: '3' } }),
  () => ({ operation: 'GetPermitStatistics' }),
];
