import { OrganisationService } from '../../src/identity/organisation.service.js';
import { newId } from '../../src/platform/database/ids.js';
import { sql } from '../../src/platform/database/queryable.js';
import { type Engine, TestApp } from '../support/app.js';
import { createCampaign, FINDING, ok } from '../support/issues.js';
import { mulberry32, RandomWalk } from './random-walk.js';
import {
  CATEGORIES,
  LifeMaker,
  SEVERITIES,
  type Snapshot,
  SOURCES,
  TYPES,
} from './statistics.lives.js';
import type { ReferenceFilter } from './statistics.reference.js';
import { seedLives } from './statistics.seeding.js';

/** Lives written into the tables; registrations and random steps through the services. */
const LIVES = 4680;
const REGISTRATIONS = 300;
const ACTIONS = 160;
const SEED = 20201126;
export const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'] as const;
const VILLAGES: Readonly<Record<string, readonly string[]>> = {
  qinghe: ['shaigu', 'zhuwan'],
  wanglan: ['maliu'],
};
export const NOW = '2020-10-25T10:00:00.000Z';

/** The business date of an instant in China. */
export const dateOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

/** Five thousand issues with random lives, and what the test itself saw of each. */
export class ProofWorld {
  /** Every state of every issue in the order of time; never read from `issue_states`. */
  readonly lives = new Map<string, Snapshot[]>();
  private readonly random = mulberry32(SEED);

  private constructor(
    readonly app: TestApp,
    readonly campaignId: string,
  ) {}

  static async build(engine: Engine): Promise<ProofWorld> {
    const app = await TestApp.startWithOrganisation(engine);
    const world = new ProofWorld(app, await createCampaign(app));
    // For the test's own looks at what has changed; no question of the program uses it.
    await app.uow.run((tx) =>
      tx.execute(sql`CREATE INDEX proof_updated_at ON issues (updated_at)`),
    );
    await world.seed();
    await world.registerMany();
    const walk = new RandomWalk(app, world.campaignId, SEED);
    walk.watch = () => world.capture();
    await walk.run(ACTIONS);
    app.moveTo(NOW);
    return world;
  }

  /** A town with its villages. */
  unitsOf(town: string): string[] {
    return [town, ...(VILLAGES[town] ?? [])].map((key) => this.app.units[key] as string);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each spec asserts the shape
  async ask(route: string, query: Readonly<Record<string, string>> = {}): Promise<any> {
    const search = new URLSearchParams({ campaignId: this.campaignId, ...query }).toString();
    return this.get(`/statistics/${route}?${search}`);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each spec asserts the shape
  async get(path: string): Promise<any> {
    const director = await this.app.as('director');
    return ok(await director.get(path)).body;
  }

  /** Instants at, just before and between the steps of lives, and whole days. */
  someInstant(): { asOf: string; instant: string } {
    const { at } = this.pick(this.pick([...this.lives.values()]));
    const ms = Date.parse(at);
    const chance = this.random();
    if (chance < 0.25) {
      const date = dateOf(at);
      return { asOf: date, instant: endOf(date) };
    }
    const shifted =
      chance < 0.5 ? ms : chance < 0.7 ? ms - 1 : ms + Math.floor(this.random() * 9e7);
    const instant = new Date(Math.min(shifted, Date.parse(NOW))).toISOString();
    return { asOf: instant, instant };
  }

  someFilter(): { query: Record<string, string>; filter: ReferenceFilter } {
    const query: Record<string, string> = {};
    const filter: { -readonly [K in keyof ReferenceFilter]: ReferenceFilter[K] } = {};
    if (this.random() < 0.4) {
      const town = this.pick(TOWNS);
      query['unitId'] = this.app.units[town] as string;
      filter.unitIds = this.unitsOf(town);
    }
    const limit = (name: keyof ReferenceFilter, chance: number, list: readonly string[]): void => {
      const chosen = list.filter(() => this.random() < 0.5);
      if (this.random() >= chance || chosen.length === 0) return;
      query[name] = chosen.join(',');
      filter[name] = chosen;
    };
    limit('category', 0.3, CATEGORIES);
    limit('source', 0.3, SOURCES);
    limit('severity', 0.2, SEVERITIES);
    limit('rectificationType', 0.2, TYPES);
    return { query, filter };
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  private async seed(): Promise<void> {
    const { app } = this;
    const caller = await app.app.get(OrganisationService).callerOf('div.clerk');
    const units = [...TOWNS, 'shaigu', 'zhuwan', 'maliu'].map((key) => app.units[key] as string);
    const maker = new LifeMaker(SEED, units);
    const made = Array.from({ length: LIVES }, () => maker.make(newId()));
    for (const { snapshots } of made) {
      this.lives.set((snapshots[0] as Snapshot).issueId, [...snapshots]);
    }
    const bureauId = app.units['anlan'] as string;
    await seedLives(app, caller, { id: this.campaignId, bureauId }, made);
  }

  /** Many short lives through the services: registered on several days, half of them assigned. */
  private async registerMany(): Promise<void> {
    const { app, campaignId } = this;
    for (let index = 0; index < REGISTRATIONS; index += 1) {
      if (index % 40 === 0) app.moveTo(`2020-04-0${1 + index / 40}T02:00:00.000Z`);
      const clerk = await app.as('div.clerk');
      const answer = await clerk.post('/issues?register=true', {
        ...FINDING,
        campaignId,
        responsibleUnitId: app.units[this.pick(TOWNS)],
        category: this.pick(['A05_SPLIT_HOUSEHOLD', 'F04_ARCHIVE']),
        source: this.pick(SOURCES),
        severity: this.pick(SEVERITIES),
        rectificationType: this.pick(TYPES),
      });
      const issue = ok(answer).body as { id: string; version: number };
      if (index % 2 === 0) {
        const chief = await app.as('div.chief');
        const deadline = `2020-0${4 + (index % 5)}-2${index % 9}`;
        ok(await chief.post(`/issues/${issue.id}/assignment`, { deadline }, issue.version));
      }
      await this.capture();
    }
  }

  /** Writes down what became of the issues that the services changed just now. */
  private async capture(): Promise<void> {
    const at = this.app.clock.now();
    const rows = await this.app.rows<Omit<Snapshot, 'at'>>(sql`
      SELECT i.id AS issue_id, i.status, i.cycle_no, i.category, i.source, i.severity,
        COALESCE(i.responsible_unit_id, i.registered_unit_id) AS unit_id,
        i.rectification_type, i.verdict, i.registered_on, i.original_deadline, i.current_deadline,
        i.closed_on, i.extension_count, i.due_recovery_fen, i.recovered_fen, i.refunded_fen,
        (SELECT COUNT(*) FROM closure_applications AS a WHERE a.issue_id = i.id) AS applications,
        (SELECT COUNT(*) FROM closure_applications AS a
          WHERE a.issue_id = i.id AND a.status = 'RETURNED') AS returns,
        (SELECT l.result FROM lookbacks AS l WHERE l.issue_id = i.id
          ORDER BY l.cycle_no DESC, l.checked_on DESC, l.recorded_at DESC, l.id DESC LIMIT 1)
          AS lookback,
        i.unresolved_reason
      FROM issues AS i WHERE i.updated_at = ${at} AND (i.issue_no IS NULL OR i.issue_no LIKE '99%')`);
    for (const row of rows) {
      const known = this.lives.get(row.issueId) ?? [];
      this.lives.set(row.issueId, [...known, { ...row, at }]);
    }
  }
}

/** Last instant of a day in China. */
export const endOf = (date: string): string =>
  new Date(Date.parse(`${date}T16:00:00Z`) - 1).toISOString();
