import { Injectable } from '@nestjs/common';
import { AesProvider, CryptoProvider } from './crypto-provider.js';
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

/** Profiles whose values can be opened; what is new is sealed by the one that the program was given. */
const KNOWN: readonly CryptoProvider[] = [new AesProvider()];

/**
 * Personal data at rest: encrypted with the id of the key in the sealed text, bound to table, column and
 * row, so that a value copied into another row does not open there.
 */
@Injectable()
export class FieldCipher {
  constructor(
    private readonly ring: KeyRing,
    private readonly provider: CryptoProvider = new AesProvider(),
  ) {}

  /** What every value sealed from now on begins with: format and key id. */
  get prefix(): string {
    return `${this.provider.format}.${this.ring.currentFieldKeys().current}.`;
  }

  /** `a1.<key id>.<base64url of iv, text and tag>`; never the same twice. */
  seal(plain: string, place: FieldPlace): string {
    const { current, keys } = this.ring.currentFieldKeys();
    const key = keys[current];
    if (!key) throw new Error(`The key ring has no field key "${current}"`);
    const { format } = this.provider;
    const bound = boundTo(format, place, current);
    const bytes = this.provider.seal(key, Buffer.from(plain, 'utf8'), bound);
    return [format, current, bytes.toString('base64url')].join('.');
  }

  /** @throws {SealedFieldError} never with the value in its message. */
  open(sealed: string, place: FieldPlace): string {
    const [format = '', keyId = '', body = ''] = sealed.split('.');
    const provider = [this.provider, ...KNOWN].find((known) => known.format === format);
    if (!provider) throw new SealedFieldError(place, 'unknown format');
    const key = this.ring.fieldKey(keyId);
    if (!key) throw new SealedFieldError(place, `key "${keyId}" is not in the key ring`);
    try {
      const bytes = Buffer.from(body, 'base64url');
      return provider.open(key, bytes, boundTo(format, place, keyId)).toString('utf8');
    } catch {
      throw new SealedFieldError(place, 'changed, or moved from another row');
    }
  }
}

const boundTo = (format: string, { table, column, rowId }: FieldPlace, keyId: string): Buffer =>
  Buffer.from(JSON.stringify([format, keyId, table, column, rowId]), 'utf8');

/**
 * Finds equal personal data without opening it: HMAC-SHA-256 under a key of its own. `purpose` keeps
 * hashes of different kinds of data apart.
 */
@Injectable()
export class KeyedHash {
  constructor(
    private readonly ring: KeyRing,
    private readonly provider: CryptoProvider = new AesProvider(),
  ) {}

  of(purpose: string, value: string): string {
    const text = JSON.stringify([purpose, value.normalize('NFKC')]);
    return this.provider.mac(this.ring.lookupKey, Buffer.from(text, 'utf8'));
  }
}
