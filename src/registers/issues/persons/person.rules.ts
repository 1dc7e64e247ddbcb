import { idNumberFault, normalizeIdNumber } from '../../../platform/crypto/id-number.js';
import { isMasked } from '../../../platform/crypto/masking.js';
import { personalDataIn, plainOf } from '../../../platform/crypto/personal-data.js';
import { isMaskedPhone, PHONE_PATTERN } from '../../../platform/crypto/phone.js';
import type { FieldFault } from '../../../platform/http/problem.js';
import { PERSON_FIELD, type PersonField, type RelationToHead } from './person.codes.js';

/** As it came with a request: left out means unchanged, null empties. */
export type GivenPerson = { readonly [K in PersonField]?: string | null | undefined } & {
  readonly relationToHead?: RelationToHead | null | undefined;
};

/** Numbers in their one spelling, so that equal ones have equal hashes. */
export function normalPerson<P extends GivenPerson>(given: P): P {
  const { idNumber, phone } = given;
  return {
    ...given,
    ...(idNumber && { idNumber: normalizeIdNumber(idNumber) }),
    ...(phone && { phone: normalizePhone(phone) }),
  };
}

export const normalizePhone = (phone: string): string =>
  phone
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/[‐-―－]/g, '-');

/** A phone number for look-up, whichever way it was dashed. */
export const phoneDigits = (phone: string): string => phone.replace(/\D/g, '');

const MASKED: readonly PersonField[] = ['name', 'householdHead', 'householdNo'];

/**
 * Faults of a normalised person; `prefix` is the path of the object (`persons[0].`). Masked values are
 * refused, because they would replace the real ones for ever. No message repeats a value.
 */
export function personFaults(given: GivenPerson, prefix = ''): FieldFault[] {
  const faults: FieldFault[] = [];
  const add = (field: PersonField, code: string, message: string): void =>
    void faults.push({ path: `${prefix}${field}`, code, message });
  for (const field of MASKED) {
    const label = PERSON_FIELD.labels[field];
    if (given[field] && isMasked(given[field])) {
      add(field, 'MASKED', `请填写完整的${label}，不能填遮蔽后的内容`);
    }
  }
  if (given.idNumber) {
    const fault = idNumberFault(given.idNumber);
    if (fault) add('idNumber', 'ID_NUMBER', fault);
  }
  if (given.phone) {
    const fault = phoneFault(given.phone);
    if (fault) add('phone', 'PHONE', fault);
  }
  return faults;
}

/** What is wrong with a phone number that should be complete; undefined when nothing is. */
export function phoneFault(phone: string): string | undefined {
  if (isMaskedPhone(phone)) return '请填写完整的联系电话，不能填遮蔽后的号码';
  if (!PHONE_PATTERN.test(phone)) return '联系电话格式不对，应如13800005678或023-61234567';
  return undefined;
}

export interface SearchKey {
  readonly field: 'idNumber' | 'phone' | 'name';
  readonly value: string;
}

/** The one thing that is searched for, or the faults that keep it from being searched for. */
export function searchKey(given: GivenPerson): SearchKey | readonly FieldFault[] {
  const filled = (['idNumber', 'phone', 'name'] as const).flatMap((field) => {
    const value = normalPerson(given)[field];
    return value ? [{ field, value }] : [];
  });
  const [key] = filled;
  if (!key || filled.length > 1) {
    const message = '请填写身份证号、联系电话、姓名中的一项';
    return [{ path: key?.field ?? 'idNumber', code: 'ONE_OF', message }];
  }
  const faults = personFaults({ [key.field]: key.value });
  if (key.field === 'name' && [...key.value].length < 2) {
    return [{ path: 'name', code: 'TOO_SHORT', message: '请填写完整姓名' }];
  }
  return faults.length > 0 ? faults : key;
}

/** Faults of a reason that goes into the log: it must not hold what is kept sealed elsewhere. */
export function reasonFaults(reason: string, sealed: readonly (string | null)[]): FieldFault[] {
  const plain = plainOf(reason);
  const [found] = personalDataIn(reason);
  if (found) return [{ path: 'reason', ...found }];
  const holds = sealed.some((value) => value && value.length > 1 && plain.includes(plainOf(value)));
  if (!holds) return [];
  const message = '理由会留在日志里，请不要写出涉及对象的姓名和号码，可写“该户”';
  return [{ path: 'reason', code: 'PERSONAL_DATA', message }];
}
