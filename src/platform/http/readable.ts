import { labelOf } from '../dictionary/code-list.js';
import { fieldName, labelOfField } from './field-names.js';

/** A line of a record as people read it. */
export interface ReadableLine {
  readonly label: string;
  readonly value: string;
}

/** What a record of one kind calls a key. */
export interface Word {
  readonly label: string;
  /** Its values are codes with these labels. */
  readonly codes?: Readonly<Record<string, string>> | undefined;
  /** Its values are keys themselves. */
  readonly ofKeys?: boolean;
}
export type Words = (key: string) => Word | undefined;

const SEPARATOR = ' · ';
const NOTHING = '（空）';

/**
 * The content of a record, line by line, codes by their labels: under the names that this kind of record
 * gives its keys, else under those of forms and answers. Keys that nobody knows stand as they are; what
 * is empty is left out.
 */
export function readableLines(record: object, words: Words = () => undefined): ReadableLine[] {
  return new Reading(words).within(record, []);
}

/** What a field was, and what it is now. */
interface Change {
  readonly from: unknown;
  readonly to: unknown;
}

class Reading {
  constructor(private readonly words: Words) {}

  within(value: unknown, path: readonly string[]): ReadableLine[] {
    return Object.entries(value ?? {}).flatMap(([key, item]) => this.linesOf(key, item, path));
  }

  private linesOf(key: string, value: unknown, above: readonly string[]): ReadableLine[] {
    if (isEmpty(value)) return [];
    if (isChange(value)) {
      const path = [...above, this.labelFor(key, isEmpty(value.to) ? value.from : value.to)];
      return [line(path, `${this.stateOf(key, value.from)} → ${this.stateOf(key, value.to)}`)];
    }
    const path = [...above, this.labelFor(key, value)];
    if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
      return value.flatMap((item, index) => this.within(item, [...path, `第${index + 1}项`]));
    }
    if (typeof value === 'object' && !Array.isArray(value)) return this.within(value, path);
    return [line(path, this.textOf(key, value))];
  }

  private labelFor(key: string, value: unknown): string {
    const label = this.words(key)?.label ?? fieldName(key, value)?.label ?? key;
    return label.replace(/（分）$/, '');
  }

  private stateOf(key: string, value: unknown): string {
    return isEmpty(value) ? NOTHING : this.textOf(key, value);
  }

  private textOf(key: string, value: unknown): string {
    if (Array.isArray(value)) return value.map((item) => this.textOf(key, item)).join('、');
    // Whole fen in the record, yuan on paper.
    if (typeof value === 'number' && key.endsWith('Fen')) return `${(value / 100).toFixed(2)}元`;
    if (typeof value === 'boolean') return value ? '是' : '否';
    if (typeof value !== 'string') return String(value);
    const word = this.words(key);
    if (word?.ofKeys) return this.words(value)?.label ?? labelOfField(value) ?? value;
    const known = word?.codes?.[value];
    if (known !== undefined) return known;
    const list = fieldName(key, value)?.list;
    return list ? labelOf(list, value) : value;
  }
}

function isEmpty(value: unknown): boolean {
  const isList = Array.isArray(value) && value.length === 0;
  return value === null || value === undefined || value === '' || isList;
}

function isChange(value: unknown): value is Change {
  if (typeof value !== 'object' || value === null) return false;
  const keys = Object.keys(value).sort().join();
  return keys === 'from,to' && Object.values(value).every(isPlain);
}

const isPlain = (value: unknown): boolean =>
  [value].flat().every((one) => one === null || typeof one !== 'object');

const line = (path: readonly string[], value: string): ReadableLine => ({
  label: path.join(SEPARATOR),
  value,
});
