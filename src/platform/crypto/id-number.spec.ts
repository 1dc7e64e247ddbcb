import { expect, it } from '@jest/globals';
import { isIdNumber } from './id-number.js';

it.each([
  ['990101196503150018', true],
  ['99010319550228205X', true],
  ['990101196503150017', false],
  ['99010319550228205x', false],
  ['99010119650315001', false],
  ['', false],
])('isIdNumber(%s) is %s', (text, expected) => {
  expect(isIdNumber(text)).toBe(expected);
});
