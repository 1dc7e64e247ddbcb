const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const TEN = 10;

/** 1 to 99 as a document counts its parts: 一, 十二, 三十. */
export function numeral(number: number): string {
  const tens = Math.floor(number / TEN);
  const ones = DIGITS[number % TEN] ?? '';
  if (tens === 0) return ones;
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones}`;
}

/** `2020-07-06` as a document writes it: 2020年7月6日. */
export const documentDate = (day: string): string => {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
};
