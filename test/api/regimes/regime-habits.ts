/** How a unit hands in every report of a rule, counted from the day on which each is due. */
export type Habit =
  /** On the day itself. */
  | 'inTime'
  /** Two days after, before the receiver consolidates. */
  | 'late'
  /** Five days after, when the consolidation has been made without it. */
  | 'afterwards'
  | 'never';

/** What a rule must have come to when the last report has long been due. */
export interface Reckoning {
  /** Reports that the schedule made. */
  readonly made: number;
  readonly consolidated: number;
  /** Handed in after the consolidation. */
  readonly submitted: number;
  readonly pending: number;
  readonly late: number;
  readonly missed: number;
  /** Missing at the last consolidation, of all receivers. */
  readonly missingAtLast: readonly string[];
}

export interface RegimeYear {
  readonly template: string;
  readonly chief: string;
  /** By rule, then by unit; who is not named never reports. */
  readonly habits: Readonly<Record<string, Readonly<Record<string, Habit>>>>;
  /** Where habits give way in time: from this period on. */
  readonly thenNever?: { readonly rule: string; readonly from: string };
  readonly expected: Readonly<Record<string, Reckoning>>;
}

const T1 = 'countyA1 town1';
const T2 = 'countyA1 town2';
const T3 = 'countyA1 town3';

/** Habits and what must come of them, counted by hand from the tables of the notices. */
export const YEARS: readonly RegimeYear[] = [
  {
    template: 'shaanxi-2019',
    chief: 'province.chief',
    habits: {
      'SN-M': { cityA: 'inTime', cityB: 'late', direct1: 'inTime', direct2: 'afterwards' },
    },
    expected: {
      // Three months of three cities and three counties.
      'SN-M': {
        ...{ made: 18, consolidated: 9, submitted: 3, pending: 6 },
        // cityB and direct2; direct2, and cityC and direct3 that never come.
        ...{ late: 6, missed: 9, missingAtLast: ['cityC', 'direct2', 'direct3'] },
      },
    },
  },
  {
    template: 'jilin-2020',
    chief: 'province.chief',
    habits: {
      'JL-P': { cityA: 'inTime', cityB: 'late' },
      'JL-Y1': { countyA1: 'inTime', countyA2: 'late', countyB1: 'inTime', direct1: 'afterwards' },
      // cityC has no counties, and reports without a consolidation.
      'JL-Y2': { cityA: 'inTime', cityB: 'late', cityC: 'inTime' },
      'JL-Q': { cityA: 'inTime', cityC: 'late' },
    },
    expected: {
      'JL-P': {
        ...{ made: 3, consolidated: 2, submitted: 0, pending: 1 },
        ...{ late: 1, missed: 1, missingAtLast: ['cityC'] },
      },
      'JL-Y1': {
        ...{ made: 6, consolidated: 3, submitted: 1, pending: 2 },
        ...{ late: 2, missed: 3, missingAtLast: ['direct1', 'direct2', 'direct3'] },
      },
      'JL-Y2': {
        ...{ made: 3, consolidated: 3, submitted: 0, pending: 0 },
        ...{ late: 1, missed: 0, missingAtLast: [] },
      },
      // Four quarters of three cities.
      'JL-Q': {
        ...{ made: 12, consolidated: 8, submitted: 0, pending: 4 },
        ...{ late: 4, missed: 4, missingAtLast: ['cityB'] },
      },
    },
  },
  {
    template: 'qijiang-2020',
    chief: 'county.chief',
    habits: {
      'QJ-M': { [T1]: 'inTime', [T2]: 'late' },
      'QJ-Q': { [T1]: 'inTime', [T2]: 'afterwards', [T3]: 'late' },
    },
    expected: {
      // Nine months of three towns.
      'QJ-M': {
        ...{ made: 27, consolidated: 18, submitted: 0, pending: 9 },
        ...{ late: 9, missed: 9, missingAtLast: [T3] },
      },
      'QJ-Q': {
        ...{ made: 12, consolidated: 8, submitted: 4, pending: 0 },
        ...{ late: 8, missed: 4, missingAtLast: [T2] },
      },
    },
  },
  {
    template: 'rongchang-2020',
    chief: 'county.chief',
    habits: { 'RC-M': { countyA1: 'late' } },
    thenNever: { rule: 'RC-M', from: '2020-11' },
    expected: {
      // Ten months of one bureau; in principle only, so never late, and missing all the same.
      'RC-M': {
        ...{ made: 10, consolidated: 8, submitted: 0, pending: 2 },
        ...{ late: 0, missed: 2, missingAtLast: ['countyA1'] },
      },
    },
  },
  {
    template: 'huilong-2020',
    chief: 'county.chief',
    habits: {
      'HL-1': {
        [`${T1} village1`]: 'inTime',
        [`${T1} village2`]: 'late',
        [`${T2} village1`]: 'afterwards',
      },
      'HL-4': { [`${T1} village1`]: 'inTime', [`${T2} village1`]: 'late' },
    },
    expected: {
      // Five villages of three towns, each town with a consolidation of its own.
      'HL-1': {
        ...{ made: 5, consolidated: 2, submitted: 1, pending: 2 },
        ...{ late: 2, missed: 3 },
        missingAtLast: [`${T2} village1`, `${T2} village2`, `${T3} village1`],
      },
      // Without a day nobody is late, and nobody consolidates.
      'HL-3': {
        ...{ made: 5, consolidated: 0, submitted: 0, pending: 5 },
        ...{ late: 0, missed: 0, missingAtLast: [] },
      },
      'HL-4': {
        ...{ made: 40, consolidated: 16, submitted: 0, pending: 24 },
        ...{ late: 8, missed: 24 },
        missingAtLast: [`${T1} village2`, `${T2} village2`, `${T3} village1`],
      },
    },
  },
];
