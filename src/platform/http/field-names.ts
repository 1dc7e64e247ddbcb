import type { CodeList } from '../dictionary/code-list.js';

/** What a field is called in Chinese, and what it holds: codes of a list, or a format such as `date`. */
interface FieldName {
  readonly label: string;
  readonly list?: CodeList | undefined;
  readonly format?: string | undefined;
}

/** The format that OpenAPI states for a field. */
export const formatOf = (api: object): string | undefined => (api as { format?: string }).format;

/** How often each name was given to a key: bodies of several rooms call different things `note` or `text`. */
type Uses = Map<string, { readonly name: FieldName; readonly times: number }>;
const given = new Map<string, Uses>();

/** Remembers what a body calls one of its fields; the decorators of bodies and answers do so by themselves. */
export const namesField =
  (name: FieldName): PropertyDecorator =>
  (_target, key) => {
    const names = given.get(String(key)) ?? (new Map() as Uses);
    given.set(String(key), names);
    const times = (names.get(name.label)?.times ?? 0) + 1;
    names.set(name.label, { name, times });
  };

/**
 * The usual name of a field among those that can hold the value; undefined where no body has one. Without
 * looking at the value `from` would be a day where it is the state that something came from.
 */
export function fieldName(key: string, value: unknown): FieldName | undefined {
  return namesOf(key).find((name) => canHold(name, value));
}

/** The usual name of a field, whatever it holds. */
export const labelOfField = (key: string): string | undefined => namesOf(key)[0]?.label;

/** The most usual first. */
function namesOf(key: string): FieldName[] {
  const names = [...(given.get(key)?.values() ?? [])];
  return names.sort((a, b) => b.times - a.times).map(({ name }) => name);
}

const DAY = /^\d{4}-\d{2}-\d{2}/;

function canHold({ list, format }: FieldName, value: unknown): boolean {
  const values = [value].flat();
  if (list) return values.every((one) => (list.codes as readonly unknown[]).includes(one));
  if (format?.startsWith('date')) return values.every((one) => DAY.test(String(one)));
  return true;
}
