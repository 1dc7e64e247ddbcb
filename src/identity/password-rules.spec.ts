import { describe, expect, it } from '@jest/globals';
import { assertPassword, passwordFault, type PasswordProfile } from './password-rules.js';

const REFUSED: [string, PasswordProfile, string][] = [
  ['123456789', 'asvs', '至少10个字符'],
  ['青禾镇民政办公室同志', 'dengbao', '至少三种'],
  ['x'.repeat(129), 'asvs', '不能超过128个字符'],
  ['qinghe.clerk', 'asvs', '不能与用户名相同'],
  ['QingHe.Clerk', 'asvs', '不能与用户名相同'],
  ['qinghe.clerkqinghe.clerk', 'asvs', '不能与用户名相同'],
  ['Password123', 'asvs', '太常见'],
  ['woaini1314520', 'asvs', '太常见'],
  ['aaaaaaaaaaaa', 'asvs', '太常见'],
  ['ab12ab12ab12', 'asvs', '太常见'],
  ['3456789012', 'asvs', '太常见'],
  ['zyxwvutsrqponm', 'asvs', '太常见'],
  ['correct horse battery', 'dengbao', '至少三种'],
];

const ACCEPTED: [string, PasswordProfile][] = [
  ['Xiaohao-2020', 'asvs'],
  ['Xiaohao-2020', 'dengbao'],
  ['correct horse battery', 'asvs'],
  ['青禾镇民政办公室同志', 'asvs'],
  ['九 个 字 加 空 格', 'asvs'],
  ['x1'.repeat(5) + 'y', 'asvs'],
  ['qinghe.clerk.2020', 'asvs'],
];

describe('passwordFault', () => {
  it.each(REFUSED)('%s under %s: %s', (password, profile, message) => {
    expect(passwordFault(password, 'qinghe.clerk', profile)).toContain(message);
  });

  it.each(ACCEPTED)('%s may be used under %s', (password, profile) => {
    expect(passwordFault(password, 'qinghe.clerk', profile)).toBeUndefined();
  });

  it('counts characters, not UTF-16 units', () => {
    expect(passwordFault('𠮷𠮷𠮷野家𠮷', 'u')).toContain('至少10个字符');
  });

  it('names the field in the problem', () => {
    expect(() => assertPassword('short', 'u')).toThrow(
      expect.objectContaining({
        status: 422,
        code: 'WEAK_PASSWORD',
        errors: [expect.objectContaining({ path: 'newPassword' })],
      }),
    );
  });
});
