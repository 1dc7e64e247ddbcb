/**
 * Addresses as mail servers of offices have them: no quoted parts, no comments, no blanks, nothing that
 * could end a header line or name a second receiver.
 */
export const EMAIL_PATTERN =
  /^(?=.{6,254}$)(?=.{1,64}@)[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;

/** An address in records that many read: `z***@example.org`. */
export const maskEmail = (address: string): string =>
  address.replace(/^(.)[^@]*/, (_all, first: string) => `${first}***`);
