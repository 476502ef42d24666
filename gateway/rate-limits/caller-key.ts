import { isIP } from 'node:net';
import type { Principal } from '../../platform/auth/principal.ts';

/**
 * Who counts together: all tokens of one OAuth client (for the same person), all of a person's own
 * sign-ins, one API key, and of strangers those of one address. In lower case, so that no spelling of an
 * id is another caller.
 */
export function callerKey({ kind, id, clientId, userId }: Principal, address: string | undefined): string {
  if (kind === 'anonymous') return `address:${addressGroup(address)}`;
  const who = [
    ...(clientId === undefined ? [] : [`client:${clientId}`]),
    ...(userId === undefined ? [] : [`user:${userId}`]),
  ];
  return (who.length > 0 ? who.join(':') : `key:${id}`).toLowerCase();
}

/** The addresses that one subscriber has: an IPv4 address, or the /64 network of an IPv6 one. */
export function addressGroup(address: string | undefined): string {
  if (address === undefined || isIP(address) !== 6) return address ?? 'unknown';
  // Written in one form, without the zone; an IPv4 address within becomes two groups.
  const [, written = ''] = /^\[(.*)\]$/.exec(new URL(`http://[${address.split('%')[0]}]`).hostname) ?? [];
  const [head = '', tail = ''] = written.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean));
  const zeros = written.includes('::') ? 8 - (before?.length ?? 0) - (after?.length ?? 0) : 0;
  const groups = [...(before ?? []), ...Array<string>(zeros).fill('0'), ...(after ?? [])];
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (!isMapped) return `${groups.slice(0, 4).join(':')}::/64`;
  const bytes = groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
  return bytes.join('.');
}
