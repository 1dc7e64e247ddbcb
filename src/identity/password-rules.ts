import { ruleBroken, type Problem } from '../platform/http/problem.js';

/**
 * `asvs`: length and a ban list, no composition rules and no rotation (OWASP ASVS 5.0 §6.2). `dengbao`:
 * also three of the four character classes, a new password every 90 days and none of the last five again,
 * for bureaus assessed under GB/T 22239-2019 三级 (8.1.4.1 身份鉴别).
 */
export type PasswordProfile = 'asvs' | 'dengbao';

export const PASSWORD_PROFILE = Symbol('PASSWORD_PROFILE');

/** After so many days a password has run out; null where it never does. */
const DAYS_MAX: Readonly<Record<PasswordProfile, number | null>> = { asvs: null, dengbao: 90 };

/** So many passwords that came before may not come again. */
export const REUSE_BANNED: Readonly<Record<PasswordProfile, number>> = { asvs: 0, dengbao: 5 };

const DAY_MS = 24 * 60 * 60 * 1000;
const LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;

/** Passwords of ten and more characters that top the published lists of leaked ones. */
const BANNED: ReadonlySet<string> = new Set([
  '1234567890',
  '12345678910',
  '123456789a',
  '0123456789',
  '0987654321',
  '9876543210',
  '1234567899',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  '1qaz2wsx3edc4rfv',
  'qwertyuiop',
  'qwertyuiop123',
  'asdfghjkl123',
  'qwerty123456',
  'q1w2e3r4t5',
  'password12',
  'password123',
  'password1234',
  'passw0rd123',
  'p@ssw0rd123',
  'p@ssword123',
  'admin12345',
  'admin123456',
  'administrator',
  'root123456',
  'test123456',
  'user123456',
  'guest123456',
  'iloveyou123',
  'welcome123',
  'changeme123',
  'letmein1234',
  'a123456789',
  'a1234567890',
  'aa123456789',
  'abc123456789',
  'abcd123456',
  'abcdefghij',
  'qq123456789',
  'woaini1314',
  'woaini520520',
  'woaini1314520',
  '5201314520',
  '1314520520',
  '147258369a',
  '1472583690',
  'zxcvbnm123',
  'minzheng123',
  'minzhengju',
  'minzheng2020',
  'xiaohao123',
  'xiaohao2020',
]);

/** Words that open more accounts than any others, once digits and signs are hung on them. */
const BANNED_WORDS: ReadonlySet<string> = new Set(
  (
    'password passwd passwort admin administrator root system superuser manager welcome login letmein ' +
    'changeme default secret master access qwerty qwert asdfgh asdf zxcvbn zxcvb qazwsx qwe qaz abc abcd ' +
    'test tester testing user guest demo temp hello iloveyou loveyou lovely princess dragon monkey ' +
    'football baseball sunshine shadow superman batman michael charlie jordan computer internet ' +
    'woaini woaiwojia nihao zhongguo beijing shanghai wangyi tencent baidu taobao alipay weixin ' +
    'minzheng minzhengju'
  ).split(' '),
);

/** How letters are disguised most often. */
const DISGUISES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Numbers that everybody who knows the person knows: mobile telephone, identity card, a date twice. */
const KNOWN_NUMBERS = [/^1[3-9]\d{9}$/, /^\d{17}[\dx]$/, /^((?:19|20)\d{6})\1$/];

const SEQUENCES = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm'];

/** What is wrong with a new password as a Chinese sentence; undefined when it may be used. */
export function passwordFault(
  password: string,
  username: string,
  profile: PasswordProfile = 'asvs',
): string | undefined {
  const length = [...password].length;
  if (length < LENGTH_MIN) return `密码至少${LENGTH_MIN}个字符，可以用一句好记的话`;
  if (length > PASSWORD_LENGTH_MAX) return `密码不能超过${PASSWORD_LENGTH_MAX}个字符`;
  const plain = password.toLowerCase();
  if (plain.replaceAll(username, '') === '') return '密码不能与用户名相同';
  if (isCommon(plain)) {
    return '这个密码太常见，容易被猜到，请换一个';
  }
  if (profile === 'dengbao' && characterClasses(password) < 3) {
    return '密码应包含大写字母、小写字母、数字、符号中的至少三种';
  }
  return undefined;
}

/** @throws {Problem} 422 WEAK_PASSWORD naming the field. */
export function assertPassword(
  password: string,
  username: string,
  profile?: PasswordProfile,
  path = 'newPassword',
): void {
  const fault = passwordFault(password, username, profile);
  if (fault) throw weakPassword(path, fault);
}

function weakPassword(path: string, message: string): Problem {
  return ruleBroken('WEAK_PASSWORD', `${message}。`, [{ path, code: 'WEAK_PASSWORD', message }]);
}

/** True when the password has to be replaced at the next sign-in. */
export function passwordExpired(
  changedAt: string | null,
  now: string,
  profile: PasswordProfile,
): boolean {
  const days = DAYS_MAX[profile];
  if (days === null || changedAt === null) return false;
  return Date.parse(now) - Date.parse(changedAt) >= days * DAY_MS;
}

const isCommon = (plain: string): boolean =>
  BANNED.has(plain) ||
  isRepetition(plain) ||
  isSequence(plain) ||
  isDecoratedWord(plain) ||
  KNOWN_NUMBERS.some((pattern) => pattern.test(plain));

/** One banned word, disguised or not, with nothing but digits and signs before and after it. */
function isDecoratedWord(plain: string): boolean {
  return [plain, undisguised(plain)].some((text) => {
    const [, word = ''] = /^[!-@[-`{-~]*([a-z]+)[!-@[-`{-~]*$/.exec(text) ?? [];
    return BANNED_WORDS.has(word);
  });
}

/** Letters instead of the signs that stand between letters: `p@ssw0rd99` is `password99`. */
const undisguised = (plain: string): string =>
  plain.replace(/(?<=[a-z])[^a-z]+(?=[a-z])/g, (signs) =>
    [...signs].map((sign) => DISGUISES[sign] ?? sign).join(''),
  );

/** The same one to four characters over and over. */
function isRepetition(text: string): boolean {
  return /^(.{1,4})\1+$/u.test(text);
}

function isSequence(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return SEQUENCES.some((sequence) => {
    const ring = sequence.repeat(6);
    return ring.includes(text) || ring.includes(backwards);
  });
}

function characterClasses(text: string): number {
  return [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length;
}
