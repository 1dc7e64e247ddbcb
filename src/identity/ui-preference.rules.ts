import { isWithinDepth } from '../platform/http/nesting.js';
import {
  type FieldFault,
  fieldBroken,
  invalidInput,
  type Problem,
} from '../platform/http/problem.js';

export const PREFERENCES_MAX = 50;
const VALUE_BYTES_MAX = 16 * 1024;
const VALUE_DEPTH_MAX = 8;
const KEY_PATTERN = /^[a-z][a-z0-9-]{0,39}$/;

/** @throws 400 for what cannot be the name of a screen. */
export function assertKey(key: string): void {
  if (KEY_PATTERN.test(key)) return;
  const message = '设置名称应以小写字母开头，只含小写字母、数字和连字符，最多40个字符';
  throw invalidInput([{ path: 'key', code: 'WRONG_FORMAT', message } satisfies FieldFault]);
}

/** Why a value is not kept; the object itself is the first level. */
export function valueObstacle(value: object): Problem | undefined {
  if (!isWithinDepth(value, VALUE_DEPTH_MAX)) {
    return fieldBroken('value', 'VALUE_TOO_DEEP', `设置内容不能超过${VALUE_DEPTH_MAX}层`);
  }
  return Buffer.byteLength(JSON.stringify(value)) > VALUE_BYTES_MAX
    ? fieldBroken('value', 'VALUE_TOO_LARGE', `设置内容不能超过${VALUE_BYTES_MAX / 1024}KB`)
    : undefined;
}
