import { randomBytes } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AesProvider } from './crypto-provider.js';
import { FieldCipher, KeyedHash, SealedFieldError } from './field-cipher.js';
import { KeyRing, KeysAreGivenError } from './key-ring.js';

const PLACE = { table: 'case_people', column: 'sealed_name', rowId: 'row-1' };
const NAME = '王晓';

const ring = (current: string, ...ids: string[]): KeyRing =>
  new KeyRing(
    randomBytes(32),
    { current, keys: Object.fromEntries(ids.map((id) => [id, randomBytes(32)])) },
    randomBytes(32),
  );

describe('FieldCipher', () => {
  const keys = ring('k2', 'k1', 'k2');
  const cipher = new FieldCipher(keys);

  it('opens what it sealed, with the key id in front and never the same text twice', () => {
    const sealed = cipher.seal(NAME, PLACE);
    expect(sealed).toMatch(/^a1\.k2\./);
    expect(sealed).not.toContain(NAME);
    expect(cipher.open(sealed, PLACE)).toBe(NAME);
    expect(cipher.seal(NAME, PLACE)).not.toBe(sealed);
  });

  it.each([
    ['another row', { ...PLACE, rowId: 'row-2' }],
    ['another column', { ...PLACE, column: 'phone' }],
    ['another table', { ...PLACE, table: 'users' }],
  ])('does not open in %s', (_where, place) => {
    expect(() => cipher.open(cipher.seal(NAME, PLACE), place)).toThrow(SealedFieldError);
  });

  it('notices every changed byte and never repeats the value', () => {
    const sealed = cipher.seal(NAME, PLACE);
    const [format, id, body = ''] = sealed.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const text = [format, id, changed.toString('base64url')].join('.');
      expect(() => cipher.open(text, PLACE)).toThrow(/changed, or moved/);
    }
    expect(() => cipher.open('a1.k2.AAAA', PLACE)).toThrow(/changed, or moved/);
    expect(() => cipher.open(sealed.replace('a1.', 'a9.'), PLACE)).toThrow(/unknown format/);
  });

  it('opens what an older key sealed, but not under another key id', () => {
    const older = new FieldCipher(
      new KeyRing(keys.auditKey, { ...keys.fieldKeys, current: 'k1' }, keys.lookupKey),
    );
    const sealed = older.seal(NAME, PLACE);
    expect(cipher.open(sealed, PLACE)).toBe(NAME);
    expect(() => cipher.open(sealed.replace('.k1.', '.k2.'), PLACE)).toThrow(SealedFieldError);
    expect(() => cipher.open(sealed.replace('.k1.', '.k9.'), PLACE)).toThrow(/"k9" is not/);
  });
});

describe('CryptoProvider', () => {
  /** A profile of another format; its arithmetic is that of the standard one. */
  class OtherProvider extends AesProvider {
    override readonly format = 's1';
  }

  it('seals what is new in its own format and still opens what was sealed before it', () => {
    const keys = ring('k1', 'k1');
    const [before, after] = [new FieldCipher(keys), new FieldCipher(keys, new OtherProvider())];
    expect(after.seal(NAME, PLACE)).toMatch(/^s1\.k1\./);
    expect(after.open(after.seal(NAME, PLACE), PLACE)).toBe(NAME);
    expect(after.open(before.seal(NAME, PLACE), PLACE)).toBe(NAME);
    expect(() => before.open(after.seal(NAME, PLACE), PLACE)).toThrow(/unknown format/);
  });
});

describe('KeyedHash', () => {
  it('is equal for equal values of one purpose under one key only', () => {
    const keys = ring('k1', 'k1');
    const hash = new KeyedHash(keys);
    expect(hash.of('name', NAME)).toBe(hash.of('name', NAME));
    expect(hash.of('name', NAME)).not.toBe(hash.of('phone', NAME));
    expect(hash.of('name', NAME)).not.toBe(new KeyedHash(ring('k1', 'k1')).of('name', NAME));
  });
});

describe('the key file', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'xiaohao-keys-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('is made once, for its owner only, and read again', () => {
    const first = KeyRing.open(dir);
    expect(statSync(join(dir, 'keys.json')).mode & 0o777).toBe(0o600);
    const sealed = new FieldCipher(first).seal(NAME, PLACE);
    expect(new FieldCipher(KeyRing.open(dir)).open(sealed, PLACE)).toBe(NAME);
  });

  it('is read from where the operator keeps it', () => {
    const file = join(dir, 'secrets', 'keys.json');
    const first = KeyRing.open(dir, { file });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(KeyRing.open(dir, { file }).lookupKey.equals(first.lookupKey)).toBe(true);
    expect(() => statSync(join(dir, 'keys.json'))).toThrow();
  });

  it('gets a new current key, which other programs take notice of, and loses a retired one', () => {
    const [here, elsewhere] = [KeyRing.open(dir), KeyRing.open(dir)];
    const old = new FieldCipher(here).seal(NAME, PLACE);
    expect(here.rotate()).toBe('k2');
    expect(statSync(join(dir, 'keys.json')).mode & 0o777).toBe(0o600);
    const sealed = new FieldCipher(here).seal(NAME, PLACE);
    expect(sealed).toMatch(/^a1\.k2\./);
    // One that opens a value of the new key, and one that seals.
    expect(new FieldCipher(elsewhere).open(sealed, PLACE)).toBe(NAME);
    const third = KeyRing.open(dir);
    here.rotate();
    expect(new FieldCipher(third).seal(NAME, PLACE)).toMatch(/^a1\.k3\./);
    expect(new FieldCipher(KeyRing.open(dir)).open(old, PLACE)).toBe(NAME);

    expect(() => here.retire('k3')).toThrow(/the current one/);
    here.retire('k1');
    expect(() => new FieldCipher(KeyRing.open(dir)).open(old, PLACE)).toThrow(/"k1" is not/);
    expect(readdirSync(dir)).toEqual(['keys.json']);
  });

  it('is changed by one program at a time, and again after one that died half-way', () => {
    const keys = KeyRing.open(dir);
    const half = join(dir, 'keys.json.next');
    writeFileSync(half, '{"audit');
    expect(() => keys.rotate()).toThrow(/Another program is changing the keys/);
    expect(KeyRing.open(dir).fieldKeys.current).toBe('k1');
    const yesterday = new Date(Date.now() - 86_400_000);
    utimesSync(half, yesterday, yesterday);
    expect(keys.rotate()).toBe('k2');
    expect(KeyRing.open(dir).fieldKeys.current).toBe('k2');
  });

  it('is not needed by keys that the settings give, which are not changed either', () => {
    const key = (): string => randomBytes(32).toString('base64');
    const keys = { audit: key(), lookup: key(), fields: { current: 'k7', keys: { k7: key() } } };
    const given = KeyRing.open(dir, { keys });
    expect(new FieldCipher(given).seal(NAME, PLACE)).toMatch(/^a1\.k7\./);
    expect(() => given.rotate()).toThrow(KeysAreGivenError);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('of an older release gets the new keys and keeps the audit key', () => {
    const audit = randomBytes(32);
    const file = join(dir, 'keys.json');
    writeFileSync(file, JSON.stringify({ audit: audit.toString('base64') }));
    const opened = KeyRing.open(dir);
    expect(opened.auditKey.equals(audit)).toBe(true);
    expect(KeyRing.open(dir).lookupKey.equals(opened.lookupKey)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(audit.toString('base64'));
  });
});
