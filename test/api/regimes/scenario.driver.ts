import type { Response } from 'supertest';
import { sql } from '../../../src/platform/database/queryable.js';
import type { TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import type { ConsolidationAnswer } from '../consolidation.fixture.js';
import { type Desk, type Province, userOf } from './province.fixture.js';
import type { ScenarioAct, ScenarioActName, ScenarioCase } from './regime-row.js';
import { type Duty, missingUnits, RegimeDesk } from './regime.desk.js';

/** An act that had to be refused: how it was answered, and what is stored before and after. */
export interface Refusal {
  readonly at: string;
  readonly statuses: readonly number[];
  readonly before: unknown;
  readonly after: unknown;
}

/** An act on the case's own report as its history tells it. */
export interface ToldAct {
  readonly at: string;
  readonly action: string;
  readonly actorName: string;
}

const SIGNED = { action: 'report.submit', desk: 'leader' } as const;

/** What the history must tell of an act, and who must have done it; other acts leave no trace of their own. */
const TOLD: Readonly<Partial<Record<ScenarioActName, { action: string; desk: Desk }>>> = {
  submit: SIGNED,
  submitNil: SIGNED,
  resubmit: SIGNED,
  accept: { action: 'report.accept', desk: 'receiver' },
  return: { action: 'report.return', desk: 'receiver' },
  paperReceipt: { action: 'report.receivePaper', desk: 'receiver' },
  exempt: { action: 'report.exempt', desk: 'receiver' },
};

export interface Outcome {
  readonly status: string;
  readonly isLate: boolean;
  readonly lateDays: number;
  readonly isNil: boolean;
  readonly missing: boolean;
  /** Letters of the units missing in the consolidation that the case's own unit made; undefined without one. */
  readonly missingUnits: readonly string[] | undefined;
  readonly refusals: readonly Refusal[];
  /** Days set for handing in again, in the order of the returns. */
  readonly limits: readonly string[];
  readonly told: readonly ToldAct[];
  /** What should have been told: the acts that were not refused. */
  readonly done: readonly ToldAct[];
}

/** The rule of which another one's reports are made. */
const BELOW: Readonly<Record<string, string>> = { 'JL-Y2': 'JL-Y1' };

const TOWN = 'countyA1 town1';
const UNITS: Readonly<Record<string, string>> = {
  'SN-M': 'cityA',
  'JL-P': 'cityA',
  'JL-Q': 'cityA',
  'JL-Y1': 'countyA1',
  'QJ-M': TOWN,
  'QJ-Q': TOWN,
  'RC-M': 'countyA1',
  'HL-1': `${TOWN} village1`,
  'HL-3': `${TOWN} village1`,
  'HL-4': `${TOWN} village1`,
};

/** Cities by the number of their counties, with the counties that the letters A, B, C mean. */
const CITIES: readonly (readonly [city: string, ...counties: string[]])[] = [
  ['cityC'],
  ['cityD', 'countyD1'],
  ['cityA', 'countyA1', 'countyA2'],
  ['cityE', 'countyE1', 'countyE2', 'countyE3'],
];

/** Completes the province with what the cases need, and hires. */
export async function staffForScenarios(province: Province): Promise<void> {
  await province.city('cityD', '9904', ['countyD1']);
  await province.city('cityE', '9905', ['countyE1', 'countyE2', 'countyE3']);
  await province.staff('province', TOWN, `${TOWN} village1`, ...CITIES.flat());
}

/**
 * One case played from its first act to its last on a campaign of its own. Every case has the same unit
 * for its letter: what others did there is of other campaigns.
 */
export class ScenarioPlay {
  private readonly desk: RegimeDesk;
  private readonly city: readonly [city: string, ...counties: string[]];
  private readonly refusals: Refusal[] = [];
  private readonly limits: string[] = [];
  /** The consolidation of what the case's own report is made of. */
  private below: ConsolidationAnswer | undefined;

  constructor(
    private readonly app: TestApp,
    private readonly province: Province,
    campaignId: string,
    private readonly scenario: ScenarioCase,
  ) {
    this.desk = new RegimeDesk(app, province, campaignId);
    this.city = cityFor(scenario);
  }

  async run(): Promise<Outcome> {
    for (const act of this.scenario.acts) {
      this.app.moveTo(act.at);
      await this.take(act);
    }
    const report = await this.desk.read(this.own);
    return {
      status: report.status,
      // Before it is handed in, “late” says that it is overdue.
      isLate: report.late && report.lateDays !== null,
      lateDays: report.lateDays ?? 0,
      isNil: report.isNil,
      missing: report.missed,
      missingUnits: this.below && missingUnits(this.below, this.province).map(this.letterOf),
      refusals: this.refusals,
      limits: this.limits,
      ...(await this.history()),
    };
  }

  private async history(): Promise<Pick<Outcome, 'told' | 'done'>> {
    const receiver = await this.desk.receiverOf(this.own);
    const actions = new Set(Object.values(TOLD).map(({ action }) => action));
    const history = await this.desk.history(this.own);
    const own = this.scenario.acts.filter(({ on, refused }) => !on && !refused);
    return {
      told: history
        .filter(({ action }) => actions.has(action))
        .map(({ at, action, actorName }) => ({ at, action, actorName })),
      done: own.flatMap(({ at, act }) => {
        const { action, desk } = TOLD[act] ?? {};
        if (!action || !desk) return [];
        const unit = desk === 'receiver' ? receiver : this.own.unit;
        return [{ at: new Date(at).toISOString(), action, actorName: userOf(unit, desk) }];
      }),
    };
  }

  private get own(): Duty {
    return this.dutyOf(this.scenario);
  }

  private async take(act: ScenarioAct): Promise<void> {
    const duty = act.on ? this.dutyOf(act.on) : this.own;
    // Whoever opens and writes beforehand does nothing that is to be refused.
    const opened = act.on?.reporter === '*' ? undefined : await this.desk.open(duty);
    const handsIn = act.act === 'submit' || act.act === 'submitNil' || act.act === 'resubmit';
    if (handsIn) await this.desk.write(duty, act.act === 'submitNil', opened);
    if (!act.refused) {
      for (const answer of await this.perform(act, duty)) ok(answer);
      return;
    }
    const before = await this.stored();
    const statuses = (await this.perform(act, duty)).map(({ status }) => status);
    this.refusals.push({ at: act.at, statuses, before, after: await this.stored() });
  }

  /** The answers of the act, and of what has to be done for it on the way. */
  private async perform(act: ScenarioAct, duty: Duty): Promise<Response[]> {
    switch (act.act) {
      case 'submit':
      case 'submitNil':
      case 'resubmit':
        return [
          ...(await this.consolidateBelow(duty)),
          await this.desk.submit(duty, act.act === 'submitNil'),
        ];
      case 'paperReceipt':
        return [await this.desk.receivePaper(duty)];
      case 'accept':
        return [await this.desk.accept(duty)];
      case 'exempt':
        return [await this.desk.exempt(duty)];
      case 'return':
        return [await this.sendBack(duty)];
      case 'shift':
        return [await this.shift(act, duty)];
      case 'consolidate':
        return [await this.consolidate(act, duty)];
    }
  }

  /** What a city does before it reports, unless it has no counties or has done so: without any excuse. */
  private async consolidateBelow({ rule, period, unit }: Duty): Promise<Response[]> {
    const below = BELOW[rule];
    if (below === undefined || this.below || this.city.length === 1) return [];
    const answer = await this.desk.consolidate(unit, { rule: below, period }, false);
    if (answer.status === 200) this.below = answer.body as ConsolidationAnswer;
    return [answer];
  }

  private async sendBack(duty: Duty): Promise<Response> {
    const answer = await this.desk.sendBack(duty);
    this.limits.push((answer.body as { resubmitOn: string }).resubmitOn);
    return answer;
  }

  /** By the unit above for a period that may not have opened yet, else by who receives the report. */
  private async shift({ newDueOn, on }: ScenarioAct, duty: Duty): Promise<Response> {
    if (newDueOn === undefined) throw new Error('A shift has a new day');
    const above = on && this.province.of(duty.unit).parent;
    return this.desk.shift(above ?? (await this.desk.receiverOf(duty)), duty, newDueOn);
  }

  /** By who receives the report, with a reason for the others of the campaign, who have none. */
  private async consolidate({ on }: ScenarioAct, duty: Duty): Promise<Response> {
    const mine = on !== undefined && on.rule === BELOW[this.scenario.rule];
    const receiver = mine ? this.own.unit : await this.desk.receiverOf(duty);
    const answer = await this.desk.consolidate(receiver, duty, true);
    if (mine) this.below = answer.body as ConsolidationAnswer;
    return answer;
  }

  private dutyOf({ rule, period, reporter }: Omit<Duty, 'unit'> & { reporter: string }): Duty {
    return { rule, period, unit: this.unitOf(rule, reporter) };
  }

  private unitOf(rule: string, letter: string): string {
    const [city, ...counties] = this.city;
    if (BELOW[this.scenario.rule] !== undefined) {
      const place = rule === this.scenario.rule ? city : counties[Math.max(0, indexOf(letter))];
      if (place) return place;
    }
    const unit = UNITS[rule];
    if (!unit) throw new Error(`Nobody is known to report ${rule}`);
    return unit;
  }

  private readonly letterOf = (key: string): string =>
    String.fromCharCode('A'.charCodeAt(0) + this.city.indexOf(key) - 1);

  /** Everything of the campaign's reports, with their versions, consolidations and receivers' decisions. */
  private async stored(): Promise<unknown> {
    const { campaignId } = this.desk;
    const [counts] = await this.app.rows(sql`
      SELECT (SELECT COUNT(*) FROM report_versions AS v JOIN reports AS r ON r.id = v.report_id
              WHERE r.campaign_id = ${campaignId}) AS versions,
        (SELECT COUNT(*) FROM report_reviews AS v JOIN reports AS r ON r.id = v.report_id
         WHERE r.campaign_id = ${campaignId}) AS reviews,
        (SELECT COUNT(*) FROM report_consolidations WHERE campaign_id = ${campaignId}) AS sums`);
    const reports = await this.app.rows(
      sql`SELECT * FROM reports WHERE campaign_id = ${campaignId} ORDER BY id`,
    );
    return { counts, reports };
  }
}

const indexOf = (letter: string): number => letter.charCodeAt(0) - 'A'.charCodeAt(0);

/** The city that has exactly the counties that the case names. */
function cityFor({ acts, expect }: ScenarioCase): readonly [string, ...string[]] {
  const named = [...acts.map(({ on }) => on?.reporter), ...(expect.missingUnits ?? [])];
  const counties = new Set(named.filter((letter) => letter && /^[A-Z]$/.test(letter)));
  const city = CITIES[counties.size];
  if (!city) throw new Error(`No city has ${counties.size} counties`);
  return city;
}
