import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyRing } from './key-ring.js';

/** Where a sealed value stands. It opens there and nowhere else. */
export interface FieldPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/** A sealed value that was changed, moved to another row, or sealed with a key that is gone. */
export class SealedFieldError extends Error {
  constructor({ table, column, rowId }: FieldPlace, reason: string) {
    super(`${table}.${column} of row ${rowId} cannot be opened: ${reason}`);
    this.name = 'SealedFieldError';
  }
}

/** Names the algorithm, so that another profile (SM4) can live beside values sealed before it. */
const FORMAT = 'a1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Personal data at rest: AES-256-GCM with the id of the key in the sealed text, bound to table,
 * column and row, so that a value copied into another row does not open there.
 */
@Injectable()
export class FieldCipher {
  constructor(private readonly ring: KeyRing) {}

  /** `a1.<key id>.<base64url of iv, text and tag>`; never the same twice. */
  seal(plain: string, place: FieldPlace): string {
    const { current, keys } = this.ring.fieldKeys;
    const key = keys[current];
    if (!key) throw new Error(`The key ring has no field key "${current}"`);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(place, current));
    const parts = [iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return [FORMAT, current, Buffer.concat(parts).toString('base64url')].join('.');
  }

  /** @throws {SealedFieldError} never with the value in its message. */
  open(sealed: string, place: FieldPlace): string {
    const [format, keyId = '', body = ''] = sealed.split('.');
    const key = this.ring.fieldKeys.keys[keyId];
    if (format !== FORMAT) throw new SealedFieldError(place, 'unknown format');
    if (!key) throw new SealedFieldError(place, `key "${keyId}" is not in the key ring`);
    const bytes = Buffer.from(body, 'base64url');
    if (bytes.length < IV_BYTES + TAG_BYTES) throw new SealedFieldError(place, 'too short');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(place, keyId)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const plain = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
      return Buffer.concat([plain, decipher.final()]).toString('utf8');
    } catch {
      throw new SealedFieldError(place, 'changed, or moved from another row');
    }
  }
}

const boundTo = ({ table, column, rowId }: FieldPlace, keyId: string): Buffer =>
  Buffer.from(JSON.stringify([FORMAT, keyId, table, column, rowId]), 'utf8');

/**
 * Finds equal personal data without opening it: HMAC-SHA-256 under a key of its own. `purpose` keeps
 * hashes of different kinds of data apart.
 */
@Injectable()
export class KeyedHash {
  constructor(private readonly ring: KeyRing) {}

  of(purpose: string, value: string): string {
    const text = JSON.stringify([purpose, value.normalize('NFKC')]);
    return createHmac('sha256', this.ring.lookupKey).update(text, 'utf8').digest('hex');
  }
}
