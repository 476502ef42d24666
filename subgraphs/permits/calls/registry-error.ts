import type { ErrorCode } from '../../../platform/errors.ts';
import type { OutsideError } from '../../../platform/http-client/outside-error.ts';

/** What a call that failed amounts to: the registry's own no, or nothing that can be used, so that asking later may help. */
export function registryErrorCode(error: OutsideError): ErrorCode {
  return error.retryable ? 'UPSTREAM_UNAVAILABLE' : 'UPSTREAM_REJECTED';
}
