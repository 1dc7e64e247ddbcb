import type { StreamableFile } from '@nestjs/common';
import { ReportCorrections } from '../reporting/reports/report-corrections.service.js';
import { ReportReviews } from '../reporting/reports/report-reviews.service.js';
import { ReportSealing } from '../reporting/reports/report-sealing.service.js';
import type { ReportBody } from '../reporting/reports/report.body.js';
import { ReportsService } from '../reporting/reports/reports.service.js';
import { Consolidations } from '../reporting/reports/consolidations.service.js';
import { ReportExemptions } from '../reporting/schedule/report-exemptions.service.js';
import type { Narrative } from '../reporting/schedule/report.narrative.js';
import { UrgeNotice } from '../reporting/schedule/urge-notice.js';
import type { IssueStory } from './issue-story.js';
import type { Office } from './office.js';
import { BEGUN, PROGRESS, SUMMARY } from './report-narratives.js';
import type { Timeline } from './timeline.js';
import { shortName } from './world.js';

export const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'] as const;
type Town = (typeof TOWNS)[number];

/** When the towns update and hand in their ledgers, and when the bureau takes and adds them up. */
const MONTHS = [
  {
    period: '2020-04',
    progressOn: '2020-04-26',
    sendOn: '2020-04-29',
    takeOn: '2020-04-30',
    sumOn: '2020-05-06',
  },
  // 30 May 2020 is a Saturday: the towns follow the advice and send on the Friday before.
  {
    period: '2020-05',
    progressOn: '2020-05-26',
    sendOn: '2020-05-29',
    takeOn: '2020-06-02',
    sumOn: '2020-06-03',
  },
  {
    period: '2020-06',
    progressOn: '2020-06-28',
    sendOn: '2020-06-30',
    takeOn: '2020-07-01',
    sumOn: '2020-07-02',
  },
] as const;

/** 梧坪乡 has no issue yet in April and need not report; in May it is two days late. */
const EXEMPT = { town: 'wuping', period: '2020-04', on: '2020-04-20' };
const LATE = { town: 'wuping', period: '2020-05', on: '2020-06-01' };
/** 栗坪镇's ledger of May comes back and is put right within two workdays. */
const RETURNED = { town: 'liping', period: '2020-05', on: '2020-05-29', again: '2020-06-01' };
/** Nothing moves in 澜桥街道 in June. */
const NIL = { town: 'lanqiao', period: '2020-06' };

/** 青禾镇 has its ledger of May corrected after it was accepted. */
const CORRECTED = { town: 'qinghe', period: '2020-05' };

export interface NamedReport {
  readonly id: string;
  /** `澜桥街道2020-06`. */
  readonly name: string;
}

type Kind = 'ledger' | 'summary' | 'progress';

/** A sealed report of the demo, by which its documents are fetched. */
export interface SealedReport {
  readonly id: string;
  readonly unit: string;
  readonly period: string;
  readonly kind: Kind;
}

/**
 * What goes up in the second quarter under the 綦江 regime: three month ledgers of five towns, one late,
 * one returned, one nil, one exempt, one corrected; the bureau's consolidations; a town's summary; and
 * the bureau's own letter to the city.
 */
export class ReportStory {
  readonly sealed: SealedReport[] = [];
  /** The bureau's consolidations by period. */
  readonly consolidated = new Map<string, string>();
  urgeNotice: StreamableFile | undefined;

  constructor(
    private readonly office: Office,
    private readonly stories: readonly IssueStory[],
  ) {}

  plan(timeline: Timeline): void {
    timeline.on('2020-04-02', 'exemption of the first quarter', () => this.exemptFirstQuarter());
    timeline.on(EXEMPT.on, 'exemption of wuping', () =>
      this.exempt('wuping', 'QJ-M', EXEMPT.period, '本乡4月尚无登记问题，工作台账自5月起报。'),
    );
    for (const [index, month] of MONTHS.entries()) this.planMonth(timeline, month, index);
    timeline.on('2020-06-05', 'correction of May', () => this.correct('qinghe', '2020-05'));
    timeline.on('2020-06-08', 'consolidation of May again', () => this.consolidate('2020-05'));
    timeline.on('2020-07-06', 'letter to the city', () => this.reportToCity('2020-06'));
    timeline.on('2020-07-07', 'summaries of the quarter', () => this.summarise('2020Q2'));
  }

  get nil(): NamedReport {
    return this.named(NIL);
  }

  get returned(): NamedReport {
    return this.named(RETURNED);
  }

  get corrected(): NamedReport {
    return this.named(CORRECTED);
  }

  private named({ town, period }: { town: string; period: string }): NamedReport {
    return { id: this.of(town, period).id, name: `${shortName(town)}${period}` };
  }

  /** The sealed report of a unit for a period. */
  private of(unit: string, period: string): SealedReport {
    const found = this.sealed.find((report) => report.unit === unit && report.period === period);
    if (!found) throw new Error(`The demo has no report of ${unit} for ${period}`);
    return found;
  }

  private planMonth(timeline: Timeline, month: (typeof MONTHS)[number], index: number): void {
    const { period, progressOn, sendOn, takeOn, sumOn } = month;
    for (const story of this.stories) {
      timeline.on(progressOn, `#${story.seed.no} progress`, () =>
        reportProgress(story, progressOn, index),
      );
    }
    const late = LATE.period === period ? LATE.town : undefined;
    if (late) {
      timeline.on(LATE.on, 'notice to the late', () => this.urgeInWriting(period));
      timeline.on(LATE.on, `${late} ${period}`, () => this.send(LATE.town as Town, period));
    }
    const towns = TOWNS.filter((town) => !(town === EXEMPT.town && period === EXEMPT.period));
    for (const town of towns.filter((candidate) => candidate !== late)) {
      timeline.on(sendOn, `${town} ${period}`, () => this.send(town, period));
    }
    if (period === RETURNED.period) {
      timeline.on(RETURNED.on, 'return', () => this.sendBack(RETURNED.town, period));
      timeline.on(RETURNED.again, 'sent again', () => this.sendAgain(RETURNED.town, period));
    }
    timeline.on(takeOn, `acceptance of ${period}`, async () => {
      for (const town of towns) await this.accept(town, period);
    });
    timeline.on(sumOn, `consolidation of ${period}`, () => this.consolidate(period));
  }

  /** The campaign was ordered on 30 March: there is nothing to sum up of the first quarter. */
  private async exemptFirstQuarter(): Promise<void> {
    for (const town of TOWNS) {
      await this.exempt(town, 'QJ-Q', '2020Q1', '专项治理3月30日才部署，一季度不报总结。');
    }
  }

  private async exempt(town: string, rule: string, period: string, reason: string): Promise<void> {
    const { id, version } = await this.open(town, rule, period);
    const chief = await this.office.caller('div.chief');
    await this.office.service(ReportExemptions).grant(chief, id, version, reason);
  }

  private async send(town: Town, period: string): Promise<void> {
    const isNil = town === NIL.town && period === NIL.period;
    const phone = { reviewedBy: '民政办主任', phone: '023-61230002' };
    const report = await this.draft(`${town}.clerk`, town, 'QJ-M', period, phone);
    await this.sign(`${town}.leader`, report, isNil ? { isNil } : {});
    this.sealed.push({ id: report.id, unit: town, period, kind: 'ledger' });
  }

  private async sendBack(town: string, period: string): Promise<void> {
    const { id } = this.of(town, period);
    const chief = await this.office.caller('div.chief');
    const { version } = await this.open(town, 'QJ-M', period);
    await this.office.service(ReportReviews).sendBack(chief, id, version, {
      reasonCode: 'R4',
      items: ['公示问题的整改进展与现场抽查不一致'],
      demand: '请逐项核对整改进展，补充公示照片的拍摄日期后重报。',
    });
  }

  private async sendAgain(town: string, period: string): Promise<void> {
    const notes = ['已按退回通知逐项核对，补充公示照片的拍摄日期。'];
    const report = await this.draft(`${town}.clerk`, town, 'QJ-M', period, { notes });
    await this.sign(`${town}.leader`, report, {});
  }

  private async accept(town: string, period: string): Promise<void> {
    const { id, version } = await this.open(town, 'QJ-M', period);
    const clerk = await this.office.caller('div.clerk');
    const opinion = '数据与台账一致，予以接收。';
    await this.office.service(ReportReviews).accept(clerk, id, version, { opinion });
  }

  private async consolidate(period: string): Promise<void> {
    const clerk = await this.office.caller('div.clerk');
    const { campaignId } = this.office;
    const body = { campaignId, ruleCode: 'QJ-M', period };
    const { id } = await this.office.service(Consolidations).consolidate(clerk, body);
    this.consolidated.set(period, id);
  }

  private async correct(town: string, period: string): Promise<void> {
    const { id, version } = await this.open(town, 'QJ-M', period);
    const leader = await this.office.caller(`${town}.leader`);
    const corrections = this.office.service(ReportCorrections);
    const asked = await corrections.request(leader, id, version, {
      reason: '附注的联系电话和数据截止日期填写有误，申请更正。',
      notes: ['数据截至5月29日；联系电话以更正后的为准。'],
    });
    const chief = await this.office.caller('div.chief');
    const opinion = '同意更正。';
    await corrections.decide(chief, id, asked.version, { decision: 'APPROVED', opinion });
  }

  private async urgeInWriting(period: string): Promise<void> {
    const chief = await this.office.caller('div.chief');
    const query = { campaignId: this.office.campaignId, ruleCode: 'QJ-M', period };
    this.urgeNotice = await this.office.service(UrgeNotice).pdf(chief, query);
  }

  private async reportToCity(period: string): Promise<void> {
    const report = await this.draft('div.clerk', 'anlan', 'AL-P', period, PROGRESS);
    await this.sign('deputy', report, {});
    this.sealed.push({ id: report.id, unit: 'anlan', period, kind: 'progress' });
    const city = await this.office.caller('city.reviewer');
    const { version } = await this.open('anlan', 'AL-P', period);
    await this.office.service(ReportReviews).accept(city, report.id, version, {});
  }

  private async summarise(period: string): Promise<void> {
    const report = await this.draft('qinghe.clerk', 'qinghe', 'QJ-Q', period, SUMMARY);
    await this.sign('qinghe.leader', report, {});
    this.sealed.push({ id: report.id, unit: 'qinghe', period, kind: 'summary' });
    await this.draft('wanglan.clerk', 'wanglan', 'QJ-Q', period, BEGUN);
  }

  /** The report that the schedule has made, as the unit's clerk sees it. */
  private async open(unit: string, ruleCode: string, period: string): Promise<ReportBody> {
    const clerk = await this.office.caller(unit === 'anlan' ? 'div.clerk' : `${unit}.clerk`);
    const { campaignId } = this.office;
    const unitId = this.office.unit(unit);
    return this.office
      .service(ReportsService)
      .open(clerk, { campaignId, ruleCode, period, unitId });
  }

  private async draft(
    user: string,
    unit: string,
    ruleCode: string,
    period: string,
    narrative: Narrative,
  ): Promise<ReportBody> {
    const { id, version } = await this.open(unit, ruleCode, period);
    const clerk = await this.office.caller(user);
    return this.office.service(ReportsService).saveDraft(clerk, id, version, { narrative });
  }

  private async sign(user: string, report: ReportBody, body: { isNil?: boolean }): Promise<void> {
    const leader = await this.office.caller(user);
    await this.office.service(ReportSealing).submit(leader, report.id, report.version, body);
  }
}

async function reportProgress(story: IssueStory, day: string, index: number): Promise<void> {
  if (story.issueId === '') return;
  const issue = await story.read();
  if (issue.status !== 'RECTIFYING' && issue.status !== 'CARRIED_OVER') return;
  const percent = Math.min(90, Math.max(issue.percent, 40 + index * 20));
  const month = Number(day.slice(5, 7));
  const text = `${month}月：${story.seed.measures[0] ?? '整改'}，正在按计划推进。`;
  await story.report(
    percent,
    text,
    index === MONTHS.length - 1 ? story.seed.recoveredFen : undefined,
  );
}
