import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FieldCipher, KeyedHash, SealedFieldError } from './field-cipher.js';
import { KeyRing } from './key-ring.js';

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
    expect(() => cipher.open('a1.k2.AAAA', PLACE)).toThrow(/too short/);
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
