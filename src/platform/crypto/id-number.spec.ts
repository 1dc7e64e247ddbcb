import { expect, it } from '@jest/globals';
import { idNumberFault, isIdNumber, normalizeIdNumber } from './id-number.js';

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

it.each([
  ['99010319550228205x', '99010319550228205X'],
  ['９９０１０３１９５５０２２８２０５ｘ', '99010319550228205X'],
  [' 990101 19650315 0018\u3000', '990101196503150018'],
  ['990101-19650315-0018', '990101196503150018'],
])('normalizeIdNumber(%s) is %s', (text, expected) => {
  expect(normalizeIdNumber(text)).toBe(expected);
});

it.each([
  ['990101196503150018', undefined],
  ['99010319550228205X', undefined],
  ['990101********0018', '遮蔽'],
  ['990101650315001', '旧的15位'],
  ['99010119650315001', '现在是17位'],
  ['9901011965031500188', '现在是19位'],
  ['9901011965031500AB', '前17位应为数字'],
  ['X90101196503150018', '前17位应为数字'],
  ['990101196502300018', '出生日期不存在'],
  ['990101196513150018', '出生日期不存在'],
  ['990101196503150017', '校验位不对'],
])('idNumberFault(%s) says %s', (number, said) => {
  const fault = idNumberFault(number);
  if (said === undefined) expect(fault).toBeUndefined();
  else expect(fault).toContain(said);
  // What is wrong is told without the number.
  expect(fault ?? '').not.toContain(number);
});
