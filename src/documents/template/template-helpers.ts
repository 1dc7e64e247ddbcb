/**
 * Everything a template may call besides `if`, `unless`, `each` and `with`:
 *
 * | helper | gives | example |
 * | --- | --- | --- |
 * | `chineseOrdinal n` | n + 1 as a Chinese numeral (for `@index`) | `（{{chineseOrdinal @index}}）` → （一） |
 * | `ordinal n` | n + 1 in digits | `{{ordinal @index}}.` → 1. |
 * | `chineseDate d` | a date in running text, no padding | `2020-05-09` → 2020年5月9日 |
 * | `firstTwelve h` | the first 12 characters of a digest | `快照{{firstTwelve snapshotHash}}` |
 * | `enumerated l` | the texts of a list after 一是, 二是 …; a single one as it is | `{{#each (enumerated problems)}}` |
 * | `paragraphsOf t` | the paragraphs of a typed text, for `each` | `{{#each (paragraphsOf body)}}` |
 *
 * Helpers return plain text; what they return is escaped like any other value. A helper hides a
 * field of the same name, so models must not use these names.
 */
export const templateHelpers = {
  chineseOrdinal: (index: unknown): string => chineseNumeral(Number(index) + 1),
  ordinal: (index: unknown): string => String(Number(index) + 1),
  chineseDate: (value: unknown): string => chineseDate(String(value)),
  firstTwelve: (value: unknown): string => String(value).slice(0, 12),
  enumerated: (texts: unknown): string[] => {
    if (!Array.isArray(texts)) throw new TypeError('enumerated 后面应是一组文字');
    return enumerated(texts as readonly string[]);
  },
  paragraphsOf: (value: unknown): string[] =>
    String(value)
      .split(/[\n\u2028]+/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
} as const;

export const HELPER_NAMES: ReadonlySet<string> = new Set(Object.keys(templateHelpers));

const DIGITS = '零一二三四五六七八九';

/** 1–99 in Chinese numerals; larger numbers stay in digits. */
export function chineseNumeral(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 99) return String(value);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  const head = tens === 0 ? '' : tens === 1 ? '十' : `${DIGITS[tens]}十`;
  return head + (ones === 0 ? '' : (DIGITS[ones] ?? ''));
}

/** Points in running text: `一是…`, `二是…`; a point that stands alone is not counted. */
export const enumerated = (texts: readonly string[]): string[] =>
  texts.length === 1 ? [...texts] : texts.map((text, at) => `${chineseNumeral(at + 1)}是${text}`);

/** `2020-05-09` → `2020年5月9日` (GB/T 9704-2012 §7.3.5: no padding zeros); other text unchanged. */
export function chineseDate(value: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match ? `${match[1]}年${Number(match[2])}月${Number(match[3])}日` : value;
}
