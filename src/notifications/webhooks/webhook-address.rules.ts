import { BlockList, isIP } from 'node:net';
import type { WebhookSettings } from '../../platform/config/messaging-settings.js';

type Allowed = Pick<WebhookSettings, 'hosts' | 'allowLoopback'>;

export type AddressFault = 'NOT_A_URL' | 'LOGIN_IN_URL' | 'NOT_HTTPS' | 'HOST_NOT_ALLOWED';

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Why messages may not be sent to this address; undefined when they may. */
export function addressFault(text: string, allowed: Allowed): AddressFault | undefined {
  if (!URL.canParse(text)) return 'NOT_A_URL';
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return 'LOGIN_IN_URL';
  const web = ['https:', 'http:'].includes(protocol);
  if (web && allowed.allowLoopback && LOOPBACK_HOSTS.includes(hostname)) return undefined;
  if (protocol !== 'https:') return 'NOT_HTTPS';
  return allowed.hosts.includes(hostname) ? undefined : 'HOST_NOT_ALLOWED';
}

/** Everything of IPv4 that is not a public host (IANA special-purpose registry). */
const SPECIAL_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Parts of the global range that lead elsewhere: 6to4 and Teredo carry IPv4 inside. */
const SPECIAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [net, bits] of SPECIAL_V4) special.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of SPECIAL_V6) special.addSubnet(net, bits, 'ipv6');
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * True for addresses on the public internet, and for this machine where that is allowed. IPv4 inside
 * IPv6 (`::ffff:10.0.0.1`) is never public: it lies outside the global range.
 */
export function mayConnectTo(address: string, allowLoopback: boolean): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 4) {
    if (allowLoopback && loopback.check(address, 'ipv4')) return true;
    return !special.check(address, 'ipv4');
  }
  if (allowLoopback && loopback.check(address, 'ipv6')) return true;
  return globalV6.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
