/**
 * A closed list of stable codes with the Chinese labels that people see.
 * The one source for validation, OpenAPI enumerations, screens, PDF and Excel.
 */
export interface CodeList<K extends string = string> {
  /** Identifier used in the API and as the OpenAPI enumeration name, for example `Severity`. */
  readonly name: string;
  /** Chinese title of the list, for example `严重程度`. */
  readonly title: string;
  readonly codes: readonly K[];
  readonly labels: Readonly<Record<K, string>>;
}

export type CodeOf<L> = L extends CodeList<infer K> ? K : never;

const declared = new Map<string, CodeList>();

/** The list of this name, for what knows lists of higher floors by their names only. */
export const listNamed = (name: string): CodeList | undefined => declared.get(name);

/** Declares a code list; the order of the keys is the order in which people see them. */
export function codeList<const T extends Record<string, string>>(
  name: string,
  title: string,
  labels: T,
): CodeList<Extract<keyof T, string>> {
  const list: CodeList<Extract<keyof T, string>> = Object.freeze({
    name,
    title,
    codes: Object.freeze(Object.keys(labels)) as readonly Extract<keyof T, string>[],
    labels: Object.freeze({ ...labels }),
  });
  declared.set(name, list);
  return list;
}

/** The Chinese label of a code; the code itself when the list does not know it (old data stays readable). */
export function labelOf<K extends string>(
  list: CodeList<K>,
  code: string | null | undefined,
): string {
  if (code === null || code === undefined) return '';
  return (list.labels as Readonly<Record<string, string | undefined>>)[code] ?? code;
}

/** True when `value` is a code of the list. */
export function isCode<K extends string>(list: CodeList<K>, value: unknown): value is K {
  return typeof value === 'string' && Object.hasOwn(list.labels, value);
}
