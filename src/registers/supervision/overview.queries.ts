import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { LIGHT, SUPERVISE_LEVEL, type SuperviseLevel } from '../../campaigns/codes/issue-codes.js';
import { rankOf } from '../../campaigns/definition/escalation.check.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { inList, join, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { notFound } from '../../platform/http/problem.js';
import { isOpen } from '../codes.js';
import { issueFilterSql } from '../issues/issue.filter.js';
import { IssueLifecycle, type IssueRow } from '../issues/issue.lifecycle.js';
import { lightSql } from '../issues/issue.light.js';
import { IssueFilters } from '../issues/issue.list-query.js';
import { IssueQueries } from '../issues/issue.queries.js';
import { marksOf, nextRung } from './escalation.rules.js';
import { levelsMade } from './ladder.notices.js';
import { MeasureQueries } from './measure.queries.js';
import { NoticeQueries, overdueSql } from './notice.queries.js';
import { measureScopeSql, noticeScopeSql } from './notice.scope.js';
import type {
  IssueSupervision,
  SupervisionLightCount,
  SupervisionCount,
  NextRung,
  SupervisionOverview,
} from './overview.body.js';
import { NOTICE_OPEN, REPLY_OWED } from './supervision.codes.js';
import { Urges } from './urges.service.js';

interface NoticeCount {
  readonly status: string;
  readonly level: SuperviseLevel | null;
  readonly count: number;
  readonly overdue: number;
}

/** Figures of supervision, each with the address at which its rows are read. */
@Injectable()
export class SupervisionQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly issues: IssueLifecycle,
    private readonly issueQueries: IssueQueries,
    private readonly notices: NoticeQueries,
    private readonly measures: MeasureQueries,
    private readonly urges: Urges,
    private readonly clock: Clock,
  ) {}

  /** @throws 404 for a campaign that the caller does not see. */
  async overview(caller: Caller, campaignId: string): Promise<SupervisionOverview> {
    await this.assertVisible(caller, campaignId);
    const rows = await this.noticeCounts(caller, campaignId);
    const sum = (statuses: readonly string[], of: 'count' | 'overdue' = 'count'): number =>
      rows
        .filter(({ status }) => statuses.includes(status))
        .reduce((total, row) => total + row[of], 0);
    const linked = (statuses: readonly string[]): SupervisionCount => ({
      count: sum(statuses),
      link: link('notices', { campaignId, status: statuses.join(',') }),
    });
    const open = rows.filter(({ status }) => (NOTICE_OPEN as readonly string[]).includes(status));
    return {
      lights: await this.lightCounts(caller, campaignId),
      levels: SUPERVISE_LEVEL.codes.map((level) => ({
        level,
        count: open
          .filter((row) => row.level === level)
          .reduce((total, { count }) => total + count, 0),
        link: link('notices', { campaignId, level, status: NOTICE_OPEN.join(',') }),
      })),
      drafts: linked(['DRAFT']),
      unsigned: linked(['ISSUED']),
      unreplied: linked(REPLY_OWED),
      toReview: linked(['REPLIED']),
      overdue: {
        count: sum(NOTICE_OPEN, 'overdue'),
        link: link('notices', { campaignId, overdue: 'true' }),
      },
      ...(await this.measureCounts(caller, campaignId)),
    };
  }

  /** Level, next rung, notices, measures and urgings of one issue. */
  async ofIssue(caller: Caller, issueId: string): Promise<IssueSupervision> {
    const issue = await this.issues.load(this.reader, caller, issueId);
    const { definition } = await this.campaigns.get(this.reader, issue.campaignId);
    const today = this.clock.today();
    const rungs: NextRung[] = [];
    for (const mark of definition.escalation.enabled ? marksOf(issue) : []) {
      const made = await levelsMade(this.reader, issue, mark);
      const rung = nextRung(mark, today, made, definition.escalation);
      if (rung) rungs.push({ ...mark, ...rung });
    }
    return {
      level: await this.levelOf(issue.id, issue.cycleNo),
      next: rungs.sort((a, b) => (a.on < b.on ? -1 : 1))[0] ?? null,
      notices: await this.notices.ofIssue(issue.id),
      measures: await this.measures.ofIssue(caller, issue.id),
      urges: await this.urges.ofIssue(caller, issue.id),
      urgeObstacle: await this.urges.obstacleOf(caller, issue),
      allowedActions: await this.draftsFor(caller, issue),
    };
  }

  /** What the caller may draft about an issue: a notice only while there is something to be done. */
  private async draftsFor(caller: Caller, issue: IssueRow): Promise<string[]> {
    const { ownerUnitId } = await this.campaigns.get(this.reader, issue.campaignId);
    const scope = Scope.of(caller, 'notice.draft', await this.units.load());
    if (!scope?.covers(ownerUnitId)) return [];
    return [...(isOpen(issue.status) ? ['draftNotice'] : []), 'proposeMeasure'];
  }

  /** 督办等级 of an issue: the highest of the notices that stand in this round; never stored. */
  private async levelOf(issueId: string, cycleNo: number): Promise<SuperviseLevel | null> {
    const rows = await this.reader.all<{ level: SuperviseLevel }>(sql`
      SELECT DISTINCT n.level FROM supervision_notice_issues AS l
      JOIN supervision_notices AS n ON n.id = l.notice_id
      WHERE l.issue_id = ${issueId} AND l.cycle_no = ${cycleNo}
        AND n.level IS NOT NULL AND n.status <> 'WITHDRAWN'`);
    return rows.map(({ level }) => level).sort((a, b) => rankOf(b) - rankOf(a))[0] ?? null;
  }

  private async assertVisible(caller: Caller, campaignId: string): Promise<void> {
    const campaign = await this.campaigns.find(this.reader, campaignId);
    const tree = await this.units.load();
    const scope = campaign && Scope.of(caller, 'campaign.read', tree);
    const owner = campaign?.ownerUnitId ?? '';
    const above = tree.ancestors(caller.unitId).some(({ id }) => id === owner);
    if (!scope || (!scope.covers(owner) && !above)) throw notFound();
  }

  private async noticeCounts(caller: Caller, campaignId: string): Promise<NoticeCount[]> {
    const tree = await this.units.load();
    const late = overdueSql(true, this.clock.today());
    return this.reader.all<NoticeCount>(sql`
      SELECT n.status, n.level, COUNT(*) AS count,
             SUM(CASE WHEN ${late} THEN 1 ELSE 0 END) AS overdue
      FROM supervision_notices AS n
      WHERE n.campaign_id = ${campaignId} AND ${noticeScopeSql(caller, tree)}
      GROUP BY n.status, n.level`);
  }

  private async lightCounts(caller: Caller, campaignId: string): Promise<SupervisionLightCount[]> {
    const filter = Object.assign(new IssueFilters(), { campaignId });
    const context = await this.issueQueries.context(caller, filter);
    const rows = await this.reader.all<{ light: string | null; count: number }>(sql`
      SELECT lit.light, COUNT(*) AS count
      FROM (SELECT ${lightSql(context)} AS light FROM issues AS i
            WHERE ${issueFilterSql(filter, context)}) AS lit
      GROUP BY lit.light`);
    return LIGHT.codes.map((light) => ({
      light,
      count: rows.find((row) => row.light === light)?.count ?? 0,
      link: link('issues', { campaignId, light }),
    }));
  }

  private async measureCounts(
    caller: Caller,
    campaignId: string,
  ): Promise<Pick<SupervisionOverview, 'measuresPending' | 'measuresToDo'>> {
    const tree = await this.units.load();
    const where: Sql = join(
      [
        sql`m.campaign_id = ${campaignId}`,
        measureScopeSql(caller, tree),
        sql`m.status IN ${inList(['PROPOSED', 'CONFIRMED'])}`,
      ],
      ' AND ',
    );
    const rows = await this.reader.all<{ status: string; count: number }>(sql`
      SELECT m.status, COUNT(*) AS count FROM supervision_measures AS m
      WHERE ${where} GROUP BY m.status`);
    const of = (status: string): SupervisionCount => ({
      count: rows.find((row) => row.status === status)?.count ?? 0,
      link: link('supervision-measures', { campaignId, status }),
    });
    return { measuresPending: of('PROPOSED'), measuresToDo: of('CONFIRMED') };
  }
}

const link = (path: string, query: Readonly<Record<string, string>>): string =>
  `/api/${path}?${new URLSearchParams(query).toString()}`;
