import { describe, expect, it } from '@jest/globals';
import {
  assertPassword,
  passwordExpired,
  passwordFault,
  type PasswordProfile,
  REUSE_BANNED,
} from './password-rules.js';

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
  ['Password!!2020', 'asvs', '太常见'],
  ['P@ssw0rd-1999', 'dengbao', '太常见'],
  ['2020_Welcome_1', 'asvs', '太常见'],
  ['Administrat0r#1', 'dengbao', '太常见'],
  ['13812345678', 'asvs', '太常见'],
  ['11010119900307765x', 'asvs', '太常见'],
  ['1990030719900307', 'asvs', '太常见'],
  ['abcdefgh12', 'dengbao', '至少三种'],
  ['ABCDEFGH12', 'dengbao', '至少三种'],
  ['qinghe-clerk-x', 'dengbao', '至少三种'],
  ['Aa1-Aa1-', 'dengbao', '至少10个字符'],
];

const ACCEPTED: [string, PasswordProfile][] = [
  ['Xiaohao-2020', 'asvs'],
  ['Xiaohao-2020', 'dengbao'],
  ['correct horse battery', 'asvs'],
  ['青禾镇民政办公室同志', 'asvs'],
  ['九 个 字 加 空 格', 'asvs'],
  ['x1'.repeat(5) + 'y', 'asvs'],
  ['qinghe.clerk.2020', 'asvs'],
  ['welcome to 青禾镇', 'asvs'],
  ['test-drive-home', 'asvs'],
  ['青禾镇民政办公Ab1', 'dengbao'],
  ['lower-and-9-more', 'dengbao'],
  ['x'.repeat(127) + 'y', 'asvs'],
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

  it.each<[PasswordProfile, string | null, number, boolean]>([
    ['dengbao', '2020-01-01T00:00:00.000Z', 89, false],
    ['dengbao', '2020-01-01T00:00:00.000Z', 90, true],
    ['dengbao', '2020-01-01T00:00:00.000Z', 400, true],
    ['dengbao', null, 400, false],
    ['asvs', '2020-01-01T00:00:00.000Z', 4000, false],
  ])('under %s a password of %s has run out after %i days: %p', (profile, since, days, expired) => {
    const now = new Date(Date.parse('2020-01-01T00:00:00.000Z') + days * 86_400_000).toISOString();
    expect(passwordExpired(since, now, profile)).toBe(expired);
  });

  it('forbids old passwords under dengbao only', () => {
    expect(REUSE_BANNED).toEqual({ asvs: 0, dengbao: 5 });
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
