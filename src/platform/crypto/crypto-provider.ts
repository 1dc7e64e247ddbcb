import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/**
 * The algorithms behind sealed fields and keyed hashes. Another profile (国密: SM4-GCM, HMAC-SM3) is one
 * more class with a format of its own: values sealed before it go on opening with the provider of their
 * format, until a rotation has sealed them anew.
 */
export abstract class CryptoProvider {
  /** Stands in front of every value sealed by it. */
  abstract readonly format: string;
  /** Length of its field keys. */
  abstract readonly keyBytes: number;
  /** Encrypts so that the value opens with the same key and `boundTo` only; never the same twice. */
  abstract seal(key: Buffer, plain: Buffer, boundTo: Buffer): Buffer;
  /** @throws when the bytes were changed, or sealed with another key or binding. */
  abstract open(key: Buffer, sealed: Buffer, boundTo: Buffer): Buffer;
  /** Keyed hash as hex of at most 64 characters. */
  abstract mac(key: Buffer, text: Buffer): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** AES-256-GCM and HMAC-SHA-256. */
export class AesProvider extends CryptoProvider {
  readonly format: string = 'a1';
  readonly keyBytes = 32;

  seal(key: Buffer, plain: Buffer, boundTo: Buffer): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv).setAAD(boundTo);
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  open(key: Buffer, sealed: Buffer, boundTo: Buffer): Buffer {
    if (sealed.length < IV_BYTES + TAG_BYTES) throw new Error('too short');
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo).setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]);
  }

  mac(key: Buffer, text: Buffer): string {
    return createHmac('sha256', key).update(text).digest('hex');
  }
}
