import type { TestUser } from '../../support/app.js';
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
  /** Where the API says what is allowed on one of them. */
  readonly api: (id: string) => string;
  /** Where the browser shows it. */
  readonly page: (id: string) => string;
  /** Name of the button of each action; several actions may share one. */
  readonly buttons: Readonly<Record<string, string | ((record: ActedOn, label: Label) => string)>>;
  /** What the body allows, where `allowedActions` is not all of it. */
  readonly actionsIn?: (record: ActedOn) => readonly string[];
  /** Names in 可办事项 that only lead somewhere to read, and stand there always. */
  readonly always?: readonly string[];
  /** What stands in 可办事项 is of another register, and not looked at. */
  readonly besideOnly?: boolean;
  /** Names of buttons and links that stand beside what they are about instead of in 可办事项. */
  readonly elsewhere?: readonly string[];
  /** How many records of one status are looked at. */
  readonly perStatus?: number;
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
  if (answer.status === FORBIDDEN) return [];
  if (answer.status >= 300) throw new Error(`${answer.status} ${list} ${answer.text}`);
  return answer.body.items as ActedOn[];
}

/** One record for each set of buttons that the API gives somebody in any state. */
export async function offersTo(
  user: TestUser,
  screen: ActionScreen,
  label: Label,
): Promise<Offer[]> {
  const offers = new Map<string, Offer>();
  const most = screen.perStatus ?? LOOKED_AT_PER_STATUS;
  for (const { id, status } of fewOfEach(await recordsOf(user, screen), most)) {
    const answer = await user.get(screen.api(id));
    if (answer.status === FORBIDDEN) return [];
    const record = { ...(answer.body as ActedOn), id, status };
    const actions = screen.actionsIn?.(record) ?? record.allowedActions;
    const names = inOrder(actions.map((action) => nameOf(screen, action, record, label)));
    if (!offers.has(names)) offers.set(names, { id, names, actions });
  }
  return [...offers.values()];
}

/** What the screen of a record really offers. */
export async function offeredOn(person: Person, screen: ActionScreen): Promise<string> {
  const { page } = person;
  const group = page.getByRole('group', { name: '可办事项' });
  const inGroup = screen.besideOnly ? [] : await group.locator('button:enabled').allInnerTexts();
  const always = screen.always ?? [];
  const beside: string[] = [];
  for (const name of screen.elsewhere ?? []) {
    const shown = page
      .locator('#main')
      .getByRole('button', { name, exact: true })
      .or(page.locator('#main').getByRole('link', { name, exact: true }));
    if ((await shown.count()) > 0) beside.push(name);
  }
  const names = inGroup.map((name) => name.trim()).filter((name) => !always.includes(name));
  return inOrder([...names, ...beside]);
}

const inOrder = (names: readonly string[]): string => [...new Set(names)].sort().join(' ');

function nameOf(screen: ActionScreen, action: string, record: ActedOn, label: Label): string {
  const name = screen.buttons[action] ?? `nothing for ${action}`;
  return typeof name === 'string' ? name : name(record, label);
}

function fewOfEach(records: readonly ActedOn[], most: number): ActedOn[] {
  const seen = new Map<string, number>();
  return records.filter(({ status }) => {
    seen.set(status, (seen.get(status) ?? 0) + 1);
    return (seen.get(status) ?? 0) <= most;
  });
}
