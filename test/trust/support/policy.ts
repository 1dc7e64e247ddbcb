import { readFileSync } from 'node:fs';

/**
 * Who may do what, read from the committed table that people sign off (`docs/permissions.md`), and the
 * organisation of the demo as a table of parents: the expectations of the matrix are computed from these
 * two alone and share no line of code with the program's own decisions.
 */
export type Reach = 'OWN' | 'SUBTREE' | 'BUREAU' | 'ALL';

const WORDS: Readonly<Record<string, Reach>> = {
  本单位: 'OWN',
  含下级: 'SUBTREE',
  本局: 'BUREAU',
  全部: 'ALL',
};

interface Place {
  readonly parent: Place | null;
  readonly key: string;
  readonly isBureau: boolean;
  /** A department: its people work for the unit above it. */
  readonly isOffice: boolean;
}

const place = (key: string, parent: Place | null, kind: '局' | '科室' | '' = ''): Place => ({
  key,
  parent,
  isBureau: kind === '局',
  isOffice: kind === '科室',
});

const city = place('city', null, '局');
const anlan = place('anlan', city, '局');
const yunqi = place('yunqi', city, '局');
const qinghe = place('qinghe', anlan);

/** The places of callers and records; all records belong to 青禾镇 of 安澜区. */
export const PLACES = {
  city,
  anlan,
  yunqi,
  qinghe,
  rescue: place('rescue', anlan, '科室'),
  finance: place('finance', anlan),
  wanglan: place('wanglan', anlan),
  shaigu: place('shaigu', qinghe),
  yunqiRescue: place('yunqiRescue', yunqi, '科室'),
  songxi: place('songxi', yunqi),
} as const satisfies Record<string, Place>;

export type PlaceKey = keyof typeof PLACES;

/** How the place of a caller stands to 青禾镇, whose records are asked for. */
export const RELATIONS = {
  own: ['qinghe'],
  ancestor: ['anlan', 'rescue', 'city'],
  descendant: ['shaigu'],
  sibling: ['wanglan', 'finance'],
  cousin: ['yunqi', 'yunqiRescue', 'songxi'],
} as const satisfies Record<string, readonly PlaceKey[]>;

export interface Caller {
  readonly role: string;
  /** Administrators work nowhere. */
  readonly at: PlaceKey | undefined;
}

export function relationOf({ at }: Caller): string {
  if (!at) return 'administrator';
  const relations: Readonly<Record<string, readonly PlaceKey[]>> = RELATIONS;
  return Object.entries(relations).find(([, places]) => places.includes(at))?.[0] ?? 'unknown';
}

const up = (at: Place): Place[] => [at, ...(at.parent ? up(at.parent) : [])];
const isWithin = (unit: Place, root: Place): boolean => up(unit).includes(root);
const bureauOf = (unit: Place): Place | undefined => up(unit).find(({ isBureau }) => isBureau);

/** The permission table as committed. */
export class Policy {
  private constructor(private readonly grants: ReadonlyMap<string, Reach>) {}

  static read(): Policy {
    const text = readFileSync(new URL('../../../docs/permissions.md', import.meta.url), 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    const cells = rows.map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
    const code = (cell = ''): string | undefined => /^`([^`]+)`$/.exec(cell)?.[1];
    const roles = cells.flatMap((row) => (/^\d+$/.test(row[0] ?? '') ? (code(row[3]) ?? []) : []));
    const grants = new Map<string, Reach>();
    for (const [, action, ...words] of cells) {
      const name = code(action);
      if (!name || words.length !== roles.length) continue;
      for (const [index, word] of words.entries()) {
        const reach = WORDS[word];
        if (reach) grants.set(`${name} ${roles[index]}`, reach);
      }
    }
    if (roles.length < 15 || grants.size < 200) throw new Error('docs/permissions.md is not read');
    return new Policy(grants);
  }

  /** The role has the permission somewhere. */
  has({ role }: Caller, action: string): boolean {
    return this.grants.has(`${action} ${role}`);
  }

  /** The role's permission, from where the caller works, reaches the unit. */
  covers({ role, at }: Caller, action: string, unit: PlaceKey): boolean {
    const reach = this.grants.get(`${action} ${role}`);
    if (reach === undefined || reach === 'ALL') return reach === 'ALL';
    if (!at) return false;
    const [home, target]: Place[] = [PLACES[at], PLACES[unit]];
    if (!home || !target) return false;
    if (reach === 'OWN') return home === target;
    if (reach === 'SUBTREE') return isWithin(target, home);
    const bureau = bureauOf(home);
    // A bureau reads what the bureaus below it have; what it does, it does in its own part of the tree.
    const reads = action.endsWith('.read');
    if (!bureau) return false;
    return reads ? isWithin(target, bureau) : bureauOf(target) === bureau;
  }

  coversAny(caller: Caller, action: string, units: readonly PlaceKey[]): boolean {
    return units.some((unit) => this.covers(caller, action, unit));
  }
}

/** The caller works in the unit or in an office of it. */
export function worksFor({ at }: Caller, unit: PlaceKey): boolean {
  if (!at) return false;
  const home: Place = PLACES[at];
  return home.key === unit || (home.isOffice && home.parent?.key === unit);
}

/** The unit whose people stand in for each other: the caller's, or the one of which it is an office. */
export function houseOf({ at }: Caller): string | undefined {
  if (!at) return undefined;
  const home: Place = PLACES[at];
  return home.isOffice ? home.parent?.key : home.key;
}

/** The caller's place lies in the unit or below it. */
export const standsWithin = ({ at }: Caller, unit: PlaceKey): boolean =>
  at !== undefined && isWithin(PLACES[at], PLACES[unit]);

/** The caller's own bureau. */
export const bureauOfCaller = ({ at }: Caller): string | undefined =>
  at && bureauOf(PLACES[at])?.key;
