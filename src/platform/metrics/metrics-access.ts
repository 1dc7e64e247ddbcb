import { timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { sha256Of } from '../crypto/digest.js';
import type { MetricsSettings } from '../config/watch-settings.js';

export interface MetricsReader {
  readonly address: string;
  readonly authorization: string | undefined;
  /** True when the request came through a proxy that the program does not believe. */
  readonly forwarded: boolean;
}

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** Says who may read the metrics: whoever is at one of the addresses and has the token, as far as each is set. */
export class MetricsAccess {
  private readonly networks: BlockList | undefined;

  constructor(private readonly settings: MetricsSettings) {
    this.networks = settings.from && networksOf(settings.from);
  }

  permits({ address, authorization, forwarded }: MetricsReader): boolean {
    if (this.networks && (forwarded || !isWithin(address, this.networks))) return false;
    const { token } = this.settings;
    return token === undefined || sameText(authorization ?? '', `Bearer ${token}`);
  }
}

function networksOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of addresses) {
    const [address = '', prefix] = text.split('/');
    const family = isIP(address);
    list.addSubnet(address, Number(prefix ?? BITS[family]), family === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function isWithin(text: string, networks: BlockList): boolean {
  const address = text.replace(MAPPED, '');
  return isIP(address) !== 0 && networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** In a time that tells nothing of where they differ. */
const sameText = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(sha256Of(a)), Buffer.from(sha256Of(b)));
