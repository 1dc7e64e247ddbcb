import { api, call, type Schemas } from '@/api/client';

export type Duty = Schemas['DutyBody'];

const PAGE = 100;

export interface CalendarWish {
  readonly campaignId: string;
  readonly from: string;
  readonly to: string;
  readonly unitId?: string;
  readonly ruleCode?: string;
}

/** Every duty of a span of days, whatever the pages of the server. */
export async function dutiesOf(wish: CalendarWish): Promise<readonly Duty[]> {
  const all: Duty[] = [];
  for (let page = 1; ; page += 1) {
    const query = { ...wish, page, pageSize: PAGE };
    const { items, total } = await call(api.GET('/api/report-calendar', { params: { query } }));
    all.push(...items);
    if (all.length >= total || items.length === 0) return all;
  }
}

const TWO = 2;
const pad = (value: number): string => String(value).padStart(TWO, '0');

/** First and last day of a month `2020-05`. */
export function monthSpan(month: string): { from: string; to: string } {
  const [year = 0, no = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, no, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${pad(last)}` };
}

export function addMonths(month: string, by: number): string {
  const [year = 0, no = 1] = month.split('-').map(Number);
  const date = new Date(Date.UTC(year, no - 1 + by, 1));
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}`;
}

export const monthName = (month: string): string =>
  `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** Calendar day of a duty: its due day, or the day it opens where none is set. */
export const dayOf = ({ dueOn, opensOn }: Duty): string => dueOn ?? opensOn;

export interface Matrix {
  readonly columns: readonly {
    readonly key: string;
    readonly label: string;
    readonly hint: string;
  }[];
  readonly rows: readonly {
    readonly key: string;
    readonly label: string;
    readonly cells: readonly (readonly Duty[])[];
  }[];
}

const handedIn = ({ status }: Duty): boolean =>
  status === 'SUBMITTED' || status === 'ACCEPTED' || status === 'CONSOLIDATED';

/** `应报5 已报3 迟报1` of some duties. */
export function tally(duties: readonly Duty[]): string {
  const owed = duties.filter(({ status }) => status !== 'EXEMPT');
  const done = owed.filter(handedIn).length;
  const late = owed.filter((duty) => duty.late).length;
  return [`应报${owed.length}`, `已报${done}`, ...(late > 0 ? [`迟报${late}`] : [])].join(' ');
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** A month: units down, matters across. */
export function byUnit(duties: readonly Duty[]): Matrix {
  const codes = unique(duties.map(({ ruleCode }) => ruleCode));
  const units = unique(duties.map(({ unit }) => unit.id));
  return {
    columns: codes.map((code) => {
      const own = duties.filter(({ ruleCode }) => ruleCode === code);
      return { key: code, label: own[0]?.ruleName ?? code, hint: tally(own) };
    }),
    rows: units.map((id) => {
      const own = duties.filter(({ unit }) => unit.id === id);
      return {
        key: id,
        label: own[0]?.unit.name ?? '',
        cells: codes.map((code) => own.filter(({ ruleCode }) => ruleCode === code)),
      };
    }),
  };
}

/** A year: units with their matters down, months across from the first to the last with a duty. */
export function byMonth(duties: readonly Duty[], year: string): Matrix {
  const days = duties.map(dayOf).sort();
  const [first, last] = [days[0]?.slice(0, 7) ?? '', days.at(-1)?.slice(0, 7) ?? ''];
  const months = Array.from({ length: 12 }, (_, index) => `${year}-${pad(index + 1)}`).filter(
    (month) => month >= first && month <= last,
  );
  const units = unique(duties.map(({ unit }) => unit.id));
  const lines = units.flatMap((id) => {
    const own = duties.filter(({ unit }) => unit.id === id);
    return unique(own.map(({ ruleCode }) => ruleCode)).map((code) =>
      own.filter(({ ruleCode }) => ruleCode === code),
    );
  });
  return {
    columns: months.map((month) => {
      const own = duties.filter((duty) => dayOf(duty).startsWith(month));
      const hint = own.length > 0 ? tally(own) : '';
      return { key: month, label: `${Number(month.slice(5))}月`, hint };
    }),
    rows: lines.map((own) => {
      const { unit, ruleCode, ruleName } = own[0] as Duty;
      return {
        key: `${unit.id} ${ruleCode}`,
        label: units.length > 1 ? `${unit.name} ${ruleName}` : ruleName,
        cells: months.map((month) => own.filter((duty) => dayOf(duty).startsWith(month))),
      };
    }),
  };
}
