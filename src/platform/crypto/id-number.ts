import { isBusinessDate } from '../calendar/business-date.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';
const LENGTH = 18;
const OLD_LENGTH = 15;

/** True for an 18-digit identity number with a right check digit (GB 11643-1999). */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return CHECK_DIGITS[sum % 11] === text[17];
}

/** The number in its one spelling: half-width, without blanks and dashes, X in upper case. */
export const normalizeIdNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d-]/g, '')
    .toUpperCase();

/**
 * What is wrong with a normalised identity number (GB 11643-1999: area, day of birth, sequence, check
 * digit), in a sentence that does not repeat it; undefined when it may be right.
 */
export function idNumberFault(number: string): string | undefined {
  if (/[*某]/.test(number)) return '请填写完整的身份证号，不能填遮蔽后的号码';
  if (/^\d{15}$/.test(number)) {
    return `身份证号是旧的${OLD_LENGTH}位号码，请按现行证件填写${LENGTH}位`;
  }
  if (number.length !== LENGTH) return `身份证号应为${LENGTH}位，现在是${number.length}位`;
  if (!/^\d{17}[\dX]$/.test(number)) return '身份证号前17位应为数字，末位为数字或X';
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isBusinessDate(born)) return '身份证号中的出生日期不存在，请核对';
  return isIdNumber(number) ? undefined : '身份证号校验位不对，请核对是否有错字';
}
