import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { daysBetween } from '../../platform/calendar/business-date.js';
import { businessDate, Clock } from '../../platform/calendar/clock.js';
import { inList, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Report } from './report.entity.js';
import { limitOf, reminderCall, reminderDays, urgeCall } from './report-calls.rules.js';
import { matterOf, noticeOf, toReporter } from './report-instances.js';
import { reportById, type ScheduledReport } from './report-reads.js';
import { ReportUrging } from './report-urging.js';

/** Reports handled in one transaction. */
const BATCH = 20;
/** More than single reports: the database is in trouble, and the next run tries again. */
const FAILURES_MAX = 20;

type Step = (tx: Tx, report: ScheduledReport) => Promise<boolean>;

/** Reports whose mark, the name of its column, has come by then. */
interface Due {
  readonly mark: Sql;
  readonly until: string;
}

/** An empty list would make NOT IN say nothing at all. */
const notIn = (failures: ReadonlyMap<string, unknown>): Sql => inList(['', ...failures.keys()]);

/** 提醒 before the due day while the report is in the reporter's hands, a returned one included. */
const REMINDED: readonly ReportStatus[] = ['PENDING', 'DRAFT', 'RETURNED'];

/** 催报 after it; what was handed in once and came back has a limit of its own. */
const URGED: readonly ReportStatus[] = ['PENDING', 'DRAFT'];

/**
 * Reminds and urges when the time has come. Each report carries the moment at which it is to be looked
 * at next; moving that mark on, on condition that it has not moved, is what makes every step happen
 * exactly once on however many servers. The mark is bookkeeping of the program and no change of the
 * report: its version stays, or people who are writing it would lose their turn.
 */
@Injectable()
export class ReportCalls {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly notifier: Notifier,
    private readonly urging: ReportUrging,
  ) {}

  /** @returns the number of reports whose reporters were reminded. */
  remind(stop?: AbortSignal): Promise<number> {
    const due = { mark: sql`next_reminder_on`, until: this.clock.today() };
    return this.each(due, (tx, report) => this.remindOf(tx, report), stop);
  }

  /** @returns the number of reports whose reporters were urged. */
  urge(stop?: AbortSignal): Promise<number> {
    const due = { mark: sql`next_urge_at`, until: this.clock.now() };
    return this.each(due, (tx, report) => this.urgeFor(tx, report), stop);
  }

  /** Takes the step on every report whose mark has come; one that fails does not keep others waiting. */
  private async each({ mark, until }: Due, step: Step, stop?: AbortSignal): Promise<number> {
    const failures = new Map<string, unknown>();
    let done = 0;
    while (!stop?.aborted) {
      const rows = await this.reader.all<{ id: string }>(sql`
        SELECT id FROM reports WHERE ${mark} <= ${until} AND id NOT IN ${notIn(failures)}
        ORDER BY ${mark}, id LIMIT ${BATCH}`);
      if (rows.length === 0) break;
      const ids = rows.map(({ id }) => id);
      done += await this.take(ids, step).catch(() => this.takeSingly(ids, step, failures));
      if (failures.size > FAILURES_MAX) break;
      // SQLite answers in the same turn: without this nobody would be served until all is done.
      await nextTurn();
    }
    if (failures.size === 0) return done;
    throw new AggregateError(failures.values(), `${[...failures.keys()].join(', ')} failed`);
  }

  private async takeSingly(
    ids: readonly string[],
    step: Step,
    failures: Map<string, unknown>,
  ): Promise<number> {
    let done = 0;
    for (const id of ids) {
      done += await this.take([id], step).catch((error: unknown) => {
        failures.set(id, error);
        return 0;
      });
    }
    return done;
  }

  private take(ids: readonly string[], step: Step): Promise<number> {
    return this.uow.run(async (tx) => {
      let done = 0;
      for (const id of ids) {
        const report = await reportById(tx, id);
        if (report && (await step(tx, report))) done += 1;
      }
      return done;
    });
  }

  private async remindOf(tx: Tx, report: ScheduledReport): Promise<boolean> {
    const { id, dueOn, suggestedOn, nextReminderOn, terms, status } = report;
    if (nextReminderOn === null) return false;
    const today = businessDate(tx.now);
    const days = dueOn === null ? [] : reminderDays(terms.reminders, dueOn, suggestedOn);
    const { due, next } = reminderCall(days, today);
    const mine = await tx.update(Report, { id, nextReminderOn }, { nextReminderOn: next });
    const limit = limitOf(report);
    const inTime = limit !== null && tx.now < limit;
    if (mine === 0 || due === undefined || dueOn === null || !inTime) return false;
    if (!REMINDED.includes(status) || !(await this.runs(tx, report))) return false;
    const left = daysBetween(today, dueOn);
    await this.notifier.notify(tx, {
      ...toReporter(report, 'REPORT_REMINDER', `reminder:${id}:${dueOn}:${due}`),
      title: `提醒：${matterOf(report)}${noticeOf(report)}`,
      body: left === 0 ? '今天到期，尚未报送。' : `还有${left}天到期，尚未报送。`,
    });
    return true;
  }

  private async urgeFor(tx: Tx, report: ScheduledReport): Promise<boolean> {
    const { id, dueAt, nextUrgeAt, status, firstSubmittedAt } = report;
    if (nextUrgeAt === null) return false;
    const { due, next } = dueAt === null ? { due: undefined, next: null } : urgeCall(dueAt, tx.now);
    const mine = await tx.update(Report, { id, nextUrgeAt }, { nextUrgeAt: next });
    const handedIn = firstSubmittedAt !== null || !URGED.includes(status);
    if (mine === 0 || due === undefined || handedIn || !(await this.runs(tx, report))) return false;
    const tree = await this.units.load(tx);
    return this.urging.automatically(tx, report, due, tree);
  }

  /** A campaign that was closed early asks nothing more by itself, and a unit that is gone is not asked. */
  private async runs(tx: Tx, { campaignId, unitId }: ScheduledReport): Promise<boolean> {
    const { status } = await this.campaigns.get(tx, campaignId);
    const tree = await this.units.load(tx);
    return status === 'ACTIVE' && tree.get(unitId).disabledAt === null;
  }
}
