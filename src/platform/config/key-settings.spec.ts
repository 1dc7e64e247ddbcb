import { describe, expect, it } from '@jest/globals';
import { keySource } from './key-settings.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const KEYS = { audit: KEY, lookup: KEY, fields: { current: 'k2', keys: { k1: KEY, k2: KEY } } };
const JSON_KEYS = JSON.stringify(KEYS);

describe('keySource', () => {
  it.each([
    ['nothing', {}, undefined],
    ['an empty text', { XIAOHAO_KEYS: '' }, undefined],
    ['a path', { XIAOHAO_KEYS_FILE: '/run/secrets/keys.json' }, { file: '/run/secrets/keys.json' }],
    ['JSON', { XIAOHAO_KEYS: JSON_KEYS }, { keys: KEYS }],
    ['JSON in base64', { XIAOHAO_KEYS: Buffer.from(JSON_KEYS).toString('base64') }, { keys: KEYS }],
  ])('takes %s', (_what, env, expected) => {
    const faults: string[] = [];
    expect(keySource(env, faults)).toEqual(expected);
    expect(faults).toEqual([]);
  });

  it.each([
    ['both', { XIAOHAO_KEYS: JSON_KEYS, XIAOHAO_KEYS_FILE: '/x' }, /both set/],
    ['rubbish', { XIAOHAO_KEYS: 'rubbish' }, /neither JSON nor/],
    ['no audit key', { XIAOHAO_KEYS: JSON.stringify({ ...KEYS, audit: undefined }) }, /"audit"/],
    ['a short key', { XIAOHAO_KEYS: JSON.stringify({ ...KEYS, lookup: 'c2hvcnQ=' }) }, /"lookup"/],
    [
      'a current key that is not there',
      { XIAOHAO_KEYS: JSON.stringify({ ...KEYS, fields: { current: 'k9', keys: { k1: KEY } } }) },
      /"fields.current"/,
    ],
  ])('refuses %s without repeating a key', (_what, env, said) => {
    const faults: string[] = [];
    expect(keySource(env, faults)).toBeUndefined();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(said);
    expect(faults[0]).not.toContain(KEY);
  });
});
