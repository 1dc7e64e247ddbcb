/** A kind of personal data found in a text; the message never repeats it. */
interface Found {
  readonly code: string;
  readonly message: string;
}

const PATTERNS: readonly (Found & { readonly pattern: RegExp })[] = [
  {
    pattern: /(?<!\d)(?:\d{17}[\dXx]|\d{15})(?![\dXx])/,
    code: 'ID_NUMBER',
    message: '含有身份证号，请删除',
  },
  { pattern: /(?<!\d)1[3-9]\d{9}(?!\d)/, code: 'PHONE', message: '含有手机号码，请删除' },
  { pattern: /(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)/, code: 'PHONE', message: '含有电话号码，请删除' },
  { pattern: /(?<!\d)\d{16,19}(?!\d)/, code: 'ACCOUNT', message: '含有银行账号，请删除' },
];

/** A text without what hides a number or a name from a search: blanks and full-width digits. */
export const plainOf = (text: string): string =>
  text.normalize('NFKC').replace(/[\s\u200b-\u200d]/g, '');

/** Kinds of personal data in a text: identity numbers, phones, accounts. */
export const personalDataIn = (text: string): Found[] => {
  const plain = plainOf(text);
  return PATTERNS.filter(({ pattern }) => pattern.test(plain)).map(({ code, message }) => ({
    code,
    message,
  }));
};
