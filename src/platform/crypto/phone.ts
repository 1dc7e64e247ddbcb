/** A mobile or landline number, or one as {@link maskPhone} shows it. */
export const PHONE_PATTERN = /^(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8}|\d{0,3}\*{4}\d{4})$/;

const TAIL = 4;
const HEAD = 3;
/** Up to this many digits a head and a tail would give the number away. */
const SHORT = 8;

/** `13800005678` → `138****5678`; of a local number only the last four digits stay. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const head = digits.length <= SHORT ? '' : digits.slice(0, HEAD);
  return `${head}****${digits.slice(-TAIL)}`;
}

export const isMaskedPhone = (phone: string): boolean => phone.includes('*');
