import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { type BlockList, isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isListed } from './address-list.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** Which addresses that strangers name may be called: `none` but public ones over HTTPS; those of this machine's `loopback` too; `any`. */
export type PrivateTargets = 'none' | 'loopback' | 'any';

export interface TargetPolicy {
  allowPrivate: PrivateTargets;
  /** Ports of the hub's own, never called on an address that is not public. */
  ownPorts: readonly number[];
  /** Where others reach the hub itself, which is never called either. */
  ownUrl?: string | undefined;
  /** Only these of the addresses that are allowed otherwise; all of them when absent. */
  within?: BlockList | undefined;
}

type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const defaultPorts: Record<string, string> = { 'https:': '443', 'http:': '80' };

/** Why an address, found for a name or written out, may not be called; null when it may. */
function addressProblem(address: string, port: number, policy: TargetPolicy): string | null {
  if (isPublicAddress(address)) return null;
  const allowed =
    policy.allowPrivate === 'any' || (policy.allowPrivate === 'loopback' && isLoopbackAddress(address));
  if (!allowed) return `${address} is not a public address`;
  return policy.ownPorts.includes(port) ? `port ${port} is the hub’s own` : null;
}

/** Why an address may not be called though the hub allows it; null when it may. */
function listProblem(address: string, { within }: TargetPolicy): string | null {
  return within && !isListed(within, address) ? `${address} is not among the allowed addresses` : null;
}

/**
 * Why a URL may not be called, as far as its text tells; null when it may. What its name leads to is
 * looked at when it is called, by `guardedAgent`.
 */
export function urlProblem(text: string, policy: TargetPolicy): string | null {
  const url = URL.parse(text);
  if (!url || !['https:', 'http:'].includes(url.protocol))
    return 'must be an address such as https://example.org/hook';
  if (url.username || url.password) return 'must hold no user name or password';
  if (url.hash) return 'must hold no part after #';
  const host = hostOf(url.hostname);
  const local = host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
  if (
    url.protocol === 'http:' &&
    policy.allowPrivate !== 'any' &&
    !(policy.allowPrivate === 'loopback' && local)
  )
    return 'must begin with https://';
  if (policy.ownUrl && URL.parse(policy.ownUrl)?.origin === url.origin) return 'must not be the hub itself';
  const port = Number(url.port || defaultPorts[url.protocol]);
  if (isIP(host)) return addressProblem(host, port, policy) ?? listProblem(host, policy);
  return local ? addressProblem('127.0.0.1', port, policy) : null;
}

/**
 * An agent that connects only to what `policy` allows: the addresses are judged after the name has been
 * looked up and are the ones that are connected to, so that a name cannot change its mind in between.
 * Redirects are not followed, since `dispatch` follows none.
 */
export function guardedAgent(
  policy: TargetPolicy,
  options: Agent.Options = {},
  lookup: Lookup = systemLookup as Lookup,
): Agent {
  return new Agent({
    ...options,
    connect(target, callback) {
      const host = hostOf(target.hostname);
      const port = Number(target.port || defaultPorts[target.protocol]);
      // A written-out address is not looked up.
      const problem = isIP(host) ? (addressProblem(host, port, policy) ?? listProblem(host, policy)) : null;
      if (problem) return callback(refusal(problem), null);
      const connect = buildConnector({
        timeout: 10_000,
        allowH2: false,
        lookup: (hostname, { all }, found) =>
          lookup(hostname, { all: true }, (error, addresses) => {
            // One bad address is enough: nobody who means well mixes them.
            const bad = addresses?.map(({ address }) => addressProblem(address, port, policy)).find(Boolean);
            const listed = addresses?.filter(({ address }) => listProblem(address, policy) === null) ?? [];
            const [first] = listed;
            const unlisted = addresses?.map(({ address }) => listProblem(address, policy)).find(Boolean);
            if (error || bad || !first) {
              return found(error ?? refusal(bad ?? unlisted ?? 'the name has no address'), '');
            }
            if (all) found(null, listed);
            else found(null, first.address, first.family);
          }),
      });
      connect(target, callback);
    },
  });
}

function refusal(why: string): Error {
  return new Error(`refused to connect: ${why}`);
}

/** IPv6 addresses stand in brackets in a URL, and names may end with a dot. */
function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
