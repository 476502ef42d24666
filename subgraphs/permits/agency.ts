import { type Principal, runsTheHub } from '../../platform/auth/principal.ts';
import { assertScopes } from '../../platform/auth/requires-scopes.ts';
import { allows } from '../../platform/auth/scopes.ts';
import { isOfSandbox } from '../../platform/environment.ts';
import { HubError } from '../../platform/errors.ts';

/**
 * Throws FORBIDDEN unless the caller looks after the registry of permits itself: the hub's operator, or an
 * agency, whose keys carry `permits:all`. The keys of an institution may hold `admin` and do not.
 */
export function assertAgency(principal: Principal): void {
  assertScopes(principal, ['permits:manage']);
  if (isAgency(principal)) return;
  if (isInSandbox(principal)) {
    throw new HubError('FORBIDDEN', {
      message:
        'The sandbox has no permits: the registry is the real one, and so is BSrE, which signs their documents.',
    });
  }
  throw new HubError('FORBIDDEN', {
    message: 'This is for the operator, and for agencies, whose keys have the scope permits:all.',
  });
}

/** Whether the caller looks after the registry of permits itself. */
export function isAgency(principal: Principal): boolean {
  const { kind, scopes } = principal;
  if (!allows(scopes, 'permits:manage')) return false;
  if (runsTheHub(principal) || kind === 'service') return true;
  // The registry is the real one, of which the sandbox sees nothing.
  if (isInSandbox(principal)) return false;
  return kind === 'organisation' && scopes.includes('permits:all');
}

function isInSandbox({ sandbox, organisationId }: Principal): boolean {
  return Boolean(sandbox) || (organisationId !== null && isOfSandbox(organisationId));
}
