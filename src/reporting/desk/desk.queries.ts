import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Deputies } from '../../identity/deputies/deputies.js';
import { type Action, may } from '../../identity/permissions.js';
import { NotificationsService } from '../../notifications/notifications.service.js';
import { addDays, endOfMonth } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import type { FiltersOf } from '../../platform/http/paging.js';
import { ClosureQueries } from '../../registers/closure/closure.queries.js';
import { OPEN_STATUSES } from '../../registers/codes.js';
import { isBound } from '../../registers/issues/issue.base-sets.js';
import type { IssueFilters } from '../../registers/issues/issue.list-query.js';
import { ISSUE_MY_STEP, type IssueMyStep } from '../../registers/issues/issue.my-step.js';
import { IssueQueries } from '../../registers/issues/issue.queries.js';
import { ISSUE_WORKFLOW } from '../../registers/issues/issue.transitions.js';
import { NoticeQueries } from '../../registers/supervision/notice.queries.js';
import { BulletinQueries } from '../bulletins/bulletin.queries.js';
import { BULLETIN_CHAIN } from '../bulletins/bulletin-chain.rules.js';
import { FollowUpQueries } from '../bulletins/follow-up.queries.js';
import { CaseQueries } from '../cases/case.queries.js';
import { HandOverQueries } from '../cases/hand-over.queries.js';
import { ReportQueries } from '../reports/report.queries.js';
import { OPEN_REPORT_STATUSES } from '../reports/report.rules.js';
import type { TodoBody, TodoGroup, TodoKind } from './desk.body.js';

/** How near a deadline is to be warned of; campaigns set the light of their own issues otherwise. */
const SOON_DAYS = 7;

/** Messages go to the person, whoever acts for him. */
const INBOX_KEY = 'unread';

/** One line of the desk: who has it, which list it opens, and with which filter. */
interface Line<Query extends object = object> {
  readonly key: string;
  readonly label: string;
  readonly kind: TodoKind;
  readonly list: string;
  readonly query: Query;
  /** Any of these permissions makes it the caller's business. */
  readonly needs: readonly Action[];
}

type IssueLine = Line<FiltersOf<IssueFilters>>;
type OtherLine = Line & { readonly count: (caller: Caller) => Promise<number> };

/**
 * 我的待办: how much waits for the caller. Every number is counted by the room whose list it opens, with
 * that list's own filter, so that the two cannot differ.
 */
@Injectable()
export class DeskQueries {
  constructor(
    private readonly clock: Clock,
    private readonly issues: IssueQueries,
    private readonly closures: ClosureQueries,
    private readonly notices: NoticeQueries,
    private readonly reports: ReportQueries,
    private readonly cases: CaseQueries,
    private readonly handOvers: HandOverQueries,
    private readonly bulletins: BulletinQueries,
    private readonly followUps: FollowUpQueries,
    private readonly inbox: NotificationsService,
    private readonly deputies: Deputies,
  ) {}

  /** The caller's own, then what waits for those for whom he acts today; as deputy, only theirs. */
  async todo(caller: Caller): Promise<TodoBody> {
    const groups = await this.groupsOf(caller);
    if (!caller.onBehalfOf) {
      for (const acting of await this.deputies.actingCallers(caller)) {
        const others = await this.groupsOf(acting);
        groups.push(...others.filter(({ key, count }) => count > 0 && key !== INBOX_KEY));
      }
    }
    const mine = groups.filter(({ kind }) => kind === 'todo');
    return { groups, total: mine.reduce((sum, { count }) => sum + count, 0) };
  }

  private async groupsOf(caller: Caller): Promise<TodoGroup[]> {
    const concerns = ({ needs }: Line): boolean =>
      needs.some((action) => may(caller.roles, action));
    const groups = await this.issueGroups(caller, issueLines(this.clock.today()).filter(concerns));
    const others = [
      this.closureLine(),
      this.noticeLine(),
      ...this.reportLines(),
      ...this.caseLines(),
      ...this.bulletinLines(),
      this.inboxLine(),
    ];
    for (const line of others.filter(concerns))
      groups.push(groupOf(caller, line, await line.count(caller)));
    return groups;
  }

  private async issueGroups(caller: Caller, lines: readonly IssueLine[]): Promise<TodoGroup[]> {
    if (lines.length === 0) return [];
    const counts = await this.issues.counts(
      caller,
      lines.map(({ query }) => query),
    );
    return lines.map((line, at) => groupOf(caller, line, counts[at] ?? 0));
  }

  private closureLine(): OtherLine {
    return {
      key: 'closuresToReview',
      label: '待我审核销号',
      kind: 'todo',
      list: 'closure-applications',
      query: { mine: true },
      needs: ['closure.review'],
      count: (caller) => this.closures.countMine(caller),
    };
  }

  private noticeLine(): OtherLine {
    return {
      key: 'notices',
      label: '待办督办单、交办单',
      kind: 'todo',
      list: 'notices',
      query: { waitingForMe: true },
      needs: ['notice.sign', 'notice.reply', 'notice.signReply', 'notice.review'],
      count: (caller) => this.notices.countWaiting(caller),
    };
  }

  private reportLines(): OtherLine[] {
    const waitingForMe = true;
    const owed = {
      waitingForMe,
      status: [...OPEN_REPORT_STATUSES],
      dueTo: endOfMonth(this.clock.today()),
    };
    const received = { waitingForMe, status: ['SUBMITTED', 'ACCEPTED', 'CONSOLIDATED'] };
    const rest = { kind: 'todo', list: 'reports' } as const;
    return [
      {
        ...rest,
        key: 'reportsOwed',
        label: '本月应报',
        query: owed,
        needs: ['report.prepare', 'report.submit'],
        count: (caller) => this.reports.count(caller, owed),
      },
      {
        ...rest,
        key: 'reportsToReceive',
        label: '待接收报告、待批更正',
        query: received,
        needs: ['report.review'],
        count: (caller) => this.reports.count(caller, received),
      },
    ];
  }

  private caseLines(): OtherLine[] {
    const received = { direction: 'RECEIVED' as const, status: ['SENT'] };
    return [
      {
        key: 'casesToReview',
        label: '待我审核案例',
        kind: 'todo',
        list: 'cases',
        query: { waitingForMe: true },
        needs: ['case.review'],
        count: (caller) => this.cases.countWaiting(caller),
      },
      {
        key: 'casesToReceive',
        label: '待接收下级案例',
        kind: 'todo',
        list: 'case-hand-overs',
        query: received,
        needs: ['case.receive'],
        count: (caller) => this.handOvers.count(caller, received),
      },
    ];
  }

  private bulletinLines(): OtherLine[] {
    const query = { waitingForMe: true };
    return [
      {
        key: 'bulletins',
        label: '待我办理通报',
        kind: 'todo',
        list: 'bulletins',
        query,
        needs: Object.values(BULLETIN_CHAIN).map(({ action }) => action),
        count: (caller) => this.bulletins.countWaiting(caller),
      },
      {
        key: 'followUps',
        label: '待办通报自查',
        kind: 'todo',
        list: 'bulletin-follow-ups',
        query,
        needs: ['bulletin.answer', 'bulletin.compose'],
        count: (caller) => this.followUps.count(caller, query),
      },
    ];
  }

  private inboxLine(): OtherLine {
    return {
      key: INBOX_KEY,
      label: '未读消息',
      kind: 'info',
      list: 'notifications',
      query: { unread: true },
      needs: ['notification.read'],
      count: async (caller) => (await this.inbox.unread(caller)).unread,
    };
  }
}

function issueLines(today: string): IssueLine[] {
  const status = OPEN_STATUSES.filter(isBound);
  const rest = { kind: 'warn', list: 'issues', needs: ['issue.read'] } as const;
  return [
    ...ISSUE_MY_STEP.codes.map(stepLine),
    {
      ...rest,
      key: 'dueSoon',
      label: `${SOON_DAYS}天内到期`,
      query: { status, dueFrom: today, dueTo: addDays(today, SOON_DAYS) },
    },
    { ...rest, key: 'overdue', label: '已逾期', query: { overdue: true } },
  ];
}

function stepLine(myStep: IssueMyStep): IssueLine {
  const rows = ISSUE_WORKFLOW.transitions.filter(({ action }) => action === myStep);
  return {
    key: myStep,
    label: ISSUE_MY_STEP.labels[myStep],
    kind: 'todo',
    list: 'issues',
    query: { myStep },
    needs: rows.map(({ permission }) => permission),
  };
}

/** The query as an address has it: lists separated by commas. */
const groupOf = (
  { onBehalfOf }: Caller,
  { key, label, kind, list, query }: Line,
  count: number,
): TodoGroup => ({
  key,
  label,
  count,
  kind,
  list,
  query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  actingFor: onBehalfOf ? { delegationId: onBehalfOf.delegationId, name: onBehalfOf.name } : null,
});
