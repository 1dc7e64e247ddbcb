import { labelOf } from '../dictionary/code-list.js';
import { fieldName } from './field-names.js';

/** A line of a record as people read it. */
export interface ReadableLine {
  readonly label: string;
  readonly value: string;
}

const SEPARATOR = ' · ';

/**
 * The content of a record, line by line under the names that forms and answers give its fields, codes by
 * their labels. Keys that no form knows stand as they are; what is empty is left out.
 */
export function readableLines(record: object): ReadableLine[] {
  return Object.entries(record).flatMap(([key, value]) => linesOf(key, value, []));
}

function linesOf(key: string, value: unknown, above: readonly string[]): ReadableLine[] {
  if (value === null || value === undefined || value === '') return [];
  const path = [...above, labelFor(key, value)];
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === 'object')) {
      return value.flatMap((item, index) => within(item, [...path, `第${index + 1}项`]));
    }
    if (value.length === 0) return [];
    return [line(path, value.map((item) => textOf(key, item)).join('、'))];
  }
  return typeof value === 'object' ? within(value, path) : [line(path, textOf(key, value))];
}

const within = (value: unknown, path: readonly string[]): ReadableLine[] =>
  Object.entries(value ?? {}).flatMap(([key, item]) => linesOf(key, item, path));

const line = (path: readonly string[], value: string): ReadableLine => ({
  label: path.join(SEPARATOR),
  value,
});

const labelFor = (key: string, value: unknown): string =>
  (fieldName(key, value)?.label ?? key).replace(/（分）$/, '');

function textOf(key: string, value: unknown): string {
  // Whole fen in the record, yuan on paper.
  if (typeof value === 'number' && key.endsWith('Fen')) return `${(value / 100).toFixed(2)}元`;
  if (typeof value === 'boolean') return value ? '是' : '否';
  const list = fieldName(key, value)?.list;
  return list && typeof value === 'string' ? labelOf(list, value) : String(value);
}
