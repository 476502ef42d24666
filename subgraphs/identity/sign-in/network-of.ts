import { isIPv6 } from 'node:net';
import { plainAddress } from '../../../platform/http-client/address-list.ts';

/**
 * The network whose failures are counted together: an IPv4 address, or the /64 of an IPv6 one, of which
 * a single household has every address.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  const [bare = ''] = plain.split('%');
  if (!isIPv6(bare)) return plain;
  const written = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [before = '', after = ''] = written.split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}
