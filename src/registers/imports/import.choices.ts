import { type TableCell, textOfCell } from '../../documents/reading/table.js';
import type { CodeList } from '../../platform/dictionary/code-list.js';
import { likenessOf, similarity } from './import.similarity.js';
import { keyOf, type Reading } from './import.values.js';

/** What can be chosen, under the name that people see. */
export interface Choice<K extends string> {
  readonly name: string;
  readonly value: K;
  /** Other names that are as good. */
  readonly aliases?: readonly string[];
}

/** A single sign is in too many names to mean one of them. */
const SHORT_MIN = 2;
/** So many choices are told in full; of more only those that are near. */
const TOLD_MAX = 5;
const NEAR_MAX = 4;

/**
 * A name that is not written in full: taken for the one choice whose name contains it, and said so.
 *
 * @param title of the list, for example 问题来源
 */
export function readShort<K extends string>(
  given: string,
  title: string,
  choices: readonly Choice<K>[],
): Reading<K> {
  const text = given.trim();
  const key = keyOf(text);
  const [found, another] = choices.filter(
    ({ name, aliases = [] }) =>
      key.length >= SHORT_MIN && [name, ...aliases].some((full) => keyOf(full).includes(key)),
  );
  if (found && !another) {
    return { value: found.value, warning: `“${text}”读作“${found.name}”，请核对` };
  }
  const names = choices.map(({ name }) => name);
  return { fault: `“${text}”不是可选的${title}，${hintOf(text, names)}` };
}

function hintOf(text: string, names: readonly string[]): string {
  if (names.length <= TOLD_MAX) return `可选：${names.join('、')}`;
  const near = nearest(text, names);
  const told = near.length === 0 ? '' : `相近的有：${near.join('、')}；`;
  return `${told}请从模板的下拉列表选择`;
}

function nearest(text: string, names: readonly string[]): string[] {
  const wanted = likenessOf(text, text);
  return names
    .map((name) => ({ name, likeness: similarity(wanted, likenessOf(name, name)) }))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, NEAR_MAX)
    .map(({ name }) => name);
}

/** Codes of a list by what people may write for them: the label or a part of it, the code itself. */
export class CodeReader<K extends string> {
  private readonly byKey = new Map<string, K>();
  private readonly choices: readonly Choice<K>[];

  constructor(
    private readonly list: CodeList<K>,
    aliases?: Readonly<Partial<Record<K, readonly string[]>>>,
  ) {
    this.choices = list.codes.map((value) => ({
      name: list.labels[value],
      value,
      aliases: aliases?.[value] ?? [],
    }));
    for (const { name, value, aliases: others = [] } of this.choices) {
      for (const text of [value, name, ...others]) this.byKey.set(keyOf(text), value);
    }
  }

  find(text: string): K | undefined {
    return this.byKey.get(keyOf(text));
  }

  read(cell: TableCell): Reading<K> {
    const text = textOfCell(cell);
    if (keyOf(text) === '') return { value: null };
    const value = this.find(text);
    return value === undefined ? readShort(text, this.list.title, this.choices) : { value };
  }
}
