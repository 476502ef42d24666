import { invalid } from '../../../platform/errors.ts';
import { addressEntryProblem, addressList } from '../../../platform/http-client/address-list.ts';
import { type TargetPolicy, urlProblem } from '../../../platform/http-client/guarded-agent.ts';

/** `targets`, narrowed to the addresses that a webhook allows, if it does. */
export function narrowed(targets: TargetPolicy, allowed: readonly string[] | null): TargetPolicy {
  return allowed ? { ...targets, within: addressList(allowed) } : targets;
}

/** Throws VALIDATION_ERROR for an entry that is no address and no network. */
export function checkAllowedAddresses(entries: readonly string[]): void {
  for (const [place, entry] of entries.entries()) {
    const problem = addressEntryProblem(entry);
    if (problem) throw invalid(`allowedAddresses.${place}`, problem);
  }
}

/** Throws VALIDATION_ERROR for a URL that a webhook may not lead to, as far as its text tells. */
export function checkTarget(url: string, allowed: readonly string[] | null, targets: TargetPolicy): void {
  const problem = urlProblem(url, narrowed(targets, allowed));
  if (problem) throw invalid('url', problem);
}
