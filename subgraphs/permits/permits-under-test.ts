import type { PermitRegistries } from '../../integrations/permit-registry/port.ts';
import { type PermitsOptions, permits } from './subgraph.ts';

const noRegistry: PermitRegistries = {
  configured: null,
  at() {
    throw new Error('No registry is configured.');
  },
};

/** Permits without a registry to mirror, or with what a test gives. */
export function permitsAlone(options: Partial<PermitsOptions> = {}) {
  return permits({ registries: noRegistry, ...options });
}
