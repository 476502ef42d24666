import { BlockList, isIP } from 'node:net';

const form = /^([^/]+)(?:\/(\d{1,3}))?$/;
const mostBits = { 4: 32, 6: 128 } as const;

interface Network {
  address: string;
  family: 4 | 6;
  bits: number;
}

function networkOf(entry: string): Network | null {
  const [, address = '', bits] = form.exec(entry) ?? [];
  const family = isIP(address);
  // A zone is this machine's own affair, and an IPv4 address in an IPv6 one is written as what it is.
  if ((family !== 4 && family !== 6) || address.includes('%') || /^::ffff:/i.test(address)) return null;
  const size = Number(bits ?? mostBits[family]);
  return size <= mostBits[family] ? { address, family, bits: size } : null;
}

/** Why an entry is neither an address nor a network such as `203.0.113.0/24`; null when it is one. */
export function addressEntryProblem(entry: string): string | null {
  return networkOf(entry)
    ? null
    : 'must be an address such as 203.0.113.7, or a network such as 203.0.113.0/24';
}

/** The addresses that are in any of `entries`. */
export function addressList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const network = networkOf(entry);
    if (network) list.addSubnet(network.address, network.bits, network.family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Whether an address, written out, is on a list; what is no address never is. */
export function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** An address as lists have it: a socket that listens for both families writes IPv4 as `::ffff:203.0.113.7`. */
export function plainAddress(address: string): string {
  const [, mapped = ''] = /^::ffff:([\d.]+)$/i.exec(address) ?? [];
  return isIP(mapped) === 4 ? mapped : address;
}
