import type { TestUser } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import type { Person } from './person.js';

/** Word of a code, as the dictionary of the program has it. */
export type Label = (list: string, code: string) => string;

/** A record as the API shows it to somebody. */
export interface ActedOn {
  readonly id: string;
  readonly status: string;
  readonly allowedActions: readonly string[];
  readonly [field: string]: unknown;
}

/** A screen of one record, and what stands on it for each action that the API may allow. */
export interface ActionScreen {
  /** Where the API lists the records. */
  readonly list: string;
  /** Where the API says what is allowed on one of them, when it is not below the list. */
  readonly api?: (id: string) => string;
  /** Reads a record of which several addresses tell what is allowed. */
  readonly read?: (user: TestUser, id: string) => Promise<ActedOn>;
  /** Where the browser shows it. */
  readonly page: (id: string) => string;
  /** Name of the button of each action; several actions may share one. */
  readonly buttons: Readonly<Record<string, string | ((record: ActedOn, label: Label) => string)>>;
  /** What the body allows, where `allowedActions` is not all of it. */
  readonly actionsIn?: (record: ActedOn) => readonly string[];
  /** Names in 可办事项 that only lead somewhere to read, whatever is allowed. */
  readonly leads?: RegExp;
  /** Names of buttons and links that stand beside what they are about instead of in 可办事项. */
  readonly elsewhere?: readonly string[];
  /** How many records of one status are asked for. */
  readonly perStatus?: number;
  /** Where the API does not call it `status`. */
  readonly statusOf?: (record: ActedOn) => string;
  /** Records of different statuses are looked at one by one, even where they offer the same. */
  readonly inEachStatus?: boolean;
}

/** What a person should find on one record. */
export interface Offer {
  readonly id: string;
  readonly names: string;
  readonly actions: readonly string[];
}

const LOOKED_AT_PER_STATUS = 2;
const FORBIDDEN = 403;

/** The records that somebody reads, as its list shows them; none where the register is not theirs. */
export async function recordsOf(user: TestUser, { list }: ActionScreen): Promise<ActedOn[]> {
  const answer = await user.get(`${list}?pageSize=100`);
  return answer.status === FORBIDDEN ? [] : (ok(answer).body.items as ActedOn[]);
}

/** One record for each set of buttons that the API gives somebody in any state. */
export async function offersTo(
  user: TestUser,
  screen: ActionScreen,
  label: Label,
): Promise<Offer[]> {
  const { perStatus = LOOKED_AT_PER_STATUS, statusOf = ({ status }) => status } = screen;
  const few = fewOfEach(await recordsOf(user, screen), ({ status }) => status, perStatus);
  const found = await Promise.all(
    few.map(async ({ id, status }) => {
      const read = await readRecord(user, screen, id);
      if (!read) return undefined;
      const record = { ...read, id, status };
      const actions = screen.actionsIn?.(record) ?? record.allowedActions;
      const names = inOrder(actions.map((action) => nameOf(screen, action, record, label)));
      return { id, names, actions, key: screen.inEachStatus ? statusOf(record) : '' };
    }),
  );
  const offers = found.filter((offer) => offer !== undefined);
  return fewOfEach(offers, ({ names, key }) => `${key} ${names}`, 1);
}

async function readRecord(
  user: TestUser,
  { list, api = (one) => `${list}/${one}`, read }: ActionScreen,
  id: string,
): Promise<ActedOn | undefined> {
  if (read) return read(user, id);
  const answer = await user.get(api(id));
  return answer.status === FORBIDDEN ? undefined : (ok(answer).body as ActedOn);
}

/** What the screen of a record really offers. */
export async function offeredOn(person: Person, screen: ActionScreen): Promise<string> {
  const main = person.page.locator('#main');
  const group = person.page.getByRole('group', { name: '可办事项' });
  const inGroup = (await group.locator('button:enabled').allInnerTexts()).map((name) =>
    name.trim(),
  );
  const beside: string[] = [];
  for (const name of screen.elsewhere ?? []) {
    const named = { name, exact: true };
    const shown = main.getByRole('button', named).or(main.getByRole('link', named));
    if ((await shown.count()) > 0) beside.push(name);
  }
  return inOrder([...inGroup.filter((name) => !screen.leads?.test(name)), ...beside]);
}

/** What should stand on the pages for somebody, a line for each case, and what does. */
export async function compareOn(
  person: Person,
  screen: ActionScreen,
  offers: readonly Offer[],
): Promise<{ expected: string[]; shown: string[] }> {
  const expected: string[] = [];
  const shown: string[] = [];
  for (const { id, names } of offers) {
    const path = screen.page(id);
    await person.goTo(path);
    expected.push(`${path}: ${names}`);
    shown.push(`${path}: ${await offeredOn(person, screen)}`);
  }
  return { expected, shown };
}

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

const inOrder = (names: readonly string[]): string => [...new Set(names)].sort().join(' ');

function nameOf(screen: ActionScreen, action: string, record: ActedOn, label: Label): string {
  const name = screen.buttons[action] ?? `nothing for ${action}`;
  return typeof name === 'string' ? name : name(record, label);
}
