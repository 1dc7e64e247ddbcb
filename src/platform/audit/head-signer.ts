import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sha256Of } from '../crypto/digest.js';
import { KeyRing } from '../crypto/key-ring.js';
import { canonicalJson } from './canonical-json.js';
import type { Witness } from './chain-check.js';

/** The last links of the chains at one moment, signed so that anybody can tell who said so. */
export interface SignedHeads {
  readonly format: 'xiaohao-audit-heads/1';
  readonly at: string;
  /** Those that have grown since the line before. */
  readonly heads: readonly Witness[];
  /** First 16 hex digits of the SHA-256 of the public key (SPKI, DER). */
  readonly keyId: string;
  /** Ed25519 over the canonical JSON (sorted members, no blanks, UTF-8) of all the other members; base64. */
  readonly signature: string;
}

export const HEADS_FORMAT = 'xiaohao-audit-heads/1';
/** An Ed25519 private key as PKCS #8 (RFC 8410) is this and the 32 bytes of its seed. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;
const KEY_ID_DIGITS = 16;

/**
 * Signs the heads of the audit chains. The key pair follows from the audit key, so that it needs no
 * custody of its own; the public key gives nothing of it away.
 */
@Injectable()
export class HeadSigner {
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  readonly publicKeyPem: string;
  readonly keyId: string;

  constructor(ring: KeyRing) {
    const seed = hkdfSync('sha256', ring.auditKey, '', HEADS_FORMAT, SEED_BYTES);
    const der = Buffer.concat([PKCS8_PREFIX, Buffer.from(seed)]);
    this.privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.privateKey);
    this.publicKeyPem = this.publicKey.export({ format: 'pem', type: 'spki' }).toString();
    this.keyId = sha256Of(this.publicKey.export({ format: 'der', type: 'spki' })).slice(
      0,
      KEY_ID_DIGITS,
    );
  }

  sign(at: string, heads: readonly Witness[]): SignedHeads {
    const unsigned = { format: HEADS_FORMAT, at, heads, keyId: this.keyId } as const;
    const signature = sign(null, Buffer.from(canonicalJson(unsigned)), this.privateKey);
    return { ...unsigned, signature: signature.toString('base64') };
  }

  /** False also for what another installation has signed. */
  isGenuine({ signature, ...unsigned }: SignedHeads): boolean {
    const text = Buffer.from(canonicalJson(unsigned));
    return verify(null, text, this.publicKey, Buffer.from(signature, 'base64'));
  }
}
