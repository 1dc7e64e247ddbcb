import { describe, expect, it } from '@jest/globals';
import { isMasked, maskIdNumber, maskName, maskNumber } from './masking.js';
import { maskPhone } from './phone.js';

describe('maskName', () => {
  it.each([
    ['王晓', '王某'],
    ['王晓明', '王某某'],
    ['王李建国', '王某某'],
    ['欧阳海', '欧阳某'],
    ['司马相如', '司马某某'],
    ['东方', '东某'],
    ['𠮷田一', '𠮷某某'],
    ['阿依古丽·买买提', '阿某某'],
    ['王', '王某'],
    ['Anna Li', 'A***'],
    ['', ''],
  ])('%s → %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('numbers', () => {
  it.each([
    ['990101196503150018', '990101********0018'],
    ['99010319550228205X', '990103********205X'],
  ])('identity number %s → %s', (number, masked) => {
    expect(maskIdNumber(number)).toBe(masked);
    expect(masked).toHaveLength(number.length);
  });

  it.each([
    ['13800005678', '138****5678'],
    ['023-61234567', '023****4567'],
    ['61234567', '****4567'],
  ])('phone %s → %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });

  it.each([
    ['990101-0012345', '****2345'],
    ['123456', '****56'],
    ['12', '****'],
    ['7', '****'],
  ])('number %s → %s', (number, masked) => {
    expect(maskNumber(number)).toBe(masked);
  });
});

it('knows a masked value, whatever it was', () => {
  for (const value of [
    maskName('王晓明'),
    maskName('Anna'),
    maskIdNumber('990101196503150018'),
    maskPhone('13800005678'),
    maskNumber('12'),
  ]) {
    expect(isMasked(value)).toBe(true);
  }
  expect(isMasked('王晓明')).toBe(false);
});
