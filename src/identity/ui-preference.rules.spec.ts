import { describe, expect, it } from '@jest/globals';
import { assertKey, valueObstacle } from './ui-preference.rules.js';

const nested = (levels: number): object =>
  levels === 1 ? { end: 1 } : { inner: nested(levels - 1) };

/** An object whose JSON is exactly so many bytes long. */
const sized = (bytes: number): object => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) });

describe('values of preferences', () => {
  it.each<[string, object, string | undefined]>([
    ['empty', {}, undefined],
    ['8 levels', nested(8), undefined],
    ['9 levels', nested(9), 'VALUE_TOO_DEEP'],
    ['7 lists in an object', { a: [[[[[[[1]]]]]]] }, undefined],
    ['8 lists in an object', { a: [[[[[[[[1]]]]]]]] }, 'VALUE_TOO_DEEP'],
    ['16 KB', sized(16_384), undefined],
    ['one byte more', sized(16_385), 'VALUE_TOO_LARGE'],
    ['16 KB in bytes, not in characters', { a: '列'.repeat(6000) }, 'VALUE_TOO_LARGE'],
  ])('%s', (_name, value, code) => {
    expect(valueObstacle(value)?.code).toBe(code);
  });
});

describe('keys of preferences', () => {
  it.each<[string, boolean]>([
    ['issues', true],
    ['a', true],
    ['issue-list-2', true],
    [`a${'b'.repeat(39)}`, true],
    [`a${'b'.repeat(40)}`, false],
    ['', false],
    ['Issues', false],
    ['2issues', false],
    ['-issues', false],
    ['issues\n', false],
    ['任务', false],
    ['__proto__', false],
  ])('%j: %s', (key, good) => {
    const check = () => assertKey(key);
    if (good) expect(check).not.toThrow();
    else expect(check).toThrow('INVALID_INPUT');
  });
});
