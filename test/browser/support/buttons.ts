import { DEMO_USERS } from '../../../src/demo/world.js';
import type { Person } from './person.js';

/** What somebody should be offered on the page of a record. */
export interface Offer {
  readonly path: string;
  /** What stands on the buttons. */
  readonly names: readonly string[];
  /** Records that differ in it are looked at one by one, even where they offer the same. */
  readonly status?: string;
}

/** One person of each set of roles, without those who match. */
export const readersWithout = (roles: RegExp): string[] => [
  ...new Map(
    DEMO_USERS.toReversed()
      .filter((user) => !user.roles.some((role) => roles.test(role)))
      .map((user) => [user.roles.join(), user.username]),
  ).values(),
];

/** The names of actions; one that no button is known for fails the comparison by its name. */
export const namesOf = (
  actions: readonly string[],
  buttons: Readonly<Record<string, string>>,
): string[] => [...new Set(actions.map((action) => buttons[action] ?? `nothing for ${action}`))];

/** At most so many of the items for each value of the key. */
export function fewOfEach<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  most: number,
): Item[] {
  const seen = new Map<string, number>();
  return items.filter((item) => {
    const count = (seen.get(key(item)) ?? 0) + 1;
    seen.set(key(item), count);
    return count <= most;
  });
}

const keyOf = ({ path, names, status = '' }: Offer): string =>
  [path.split('/')[1], status, ...[...names].sort()].join(' ');

/**
 * What should stand on the pages, a line for each case, and what does.
 * @param shownOn reads the buttons of the page that the person has open.
 */
export async function compareButtons(
  person: Person,
  offers: readonly Offer[],
  shownOn: (person: Person) => Promise<string[]> = actionsShown,
): Promise<{ expected: string[]; shown: string[] }> {
  const expected: string[] = [];
  const shown: string[] = [];
  for (const { path, names } of fewOfEach(offers, keyOf, 1)) {
    await person.goTo(path);
    expected.push(`${path} ${[...names].sort().join(' ')}`);
    shown.push(`${path} ${(await shownOn(person)).sort().join(' ')}`);
  }
  return { expected, shown };
}

/** The buttons of what can be done with the record. */
export async function actionsShown({ page }: Person): Promise<string[]> {
  const buttons = page.getByRole('group', { name: '可办事项' }).getByRole('button');
  return (await buttons.allInnerTexts()).map((name) => name.trim());
}
