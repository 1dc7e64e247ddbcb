import { ReportSealing } from '../reporting/reports/report-sealing.service.js';
import type { Narrative } from '../reporting/schedule/report.narrative.js';
import { ReportsService } from '../reporting/reports/reports.service.js';
import type { IssueStory } from './issue-story.js';
import type { Office } from './office.js';
import type { Timeline } from './timeline.js';

const TOWNS = ['qinghe', 'wanglan', 'liping', 'wuping', 'lanqiao'] as const;

/** When the towns update their ledgers, and when they hand them in: 30 May 2020 is a Saturday. */
const MONTHS = [
  { period: '2020-04', progressOn: '2020-04-26', dueOn: '2020-04-29' },
  { period: '2020-05', progressOn: '2020-05-26', dueOn: '2020-05-29' },
  { period: '2020-06', progressOn: '2020-06-28', dueOn: '2020-06-30' },
] as const;

/** 梧坪乡 hands May in two days late. */
const LATE = { town: 'wuping', period: '2020-05', on: '2020-06-01' };

/** What 青禾镇 writes in its summary of the second quarter; the figures come from the books. */
const SUMMARY: Narrative = {
  reviewedBy: '青禾镇分管领导',
  phone: '023-61230000',
  practices: [
    {
      title: '“三方比对”堵漏洞',
      text: '建立公安、卫健、民政信息按月比对制度，逐户核实比对疑点，做到早发现、早处置。',
    },
    {
      title: '“入户清单”促落实',
      text: '对重病、重残等重点对象逐户填写入户清单，符合条件的当场告知、限时办理。',
    },
  ],
  discipline:
    '本季度配合区纪委监委查处1起近亲属违规享受低保问题，给予党纪处分1人、政务处分1人，违规资金全部追缴。',
  problems: [
    '主动发现机制不够健全，个别村月度信息对接不及时。',
    '公示材料制作不够规范，个别公示未作脱敏处理。',
  ],
  plans: [
    '7月底前完成各村（社区）信息员培训，按月通报信息对接情况。',
    '统一公示样式，7月15日前完成全镇公示材料复查。',
  ],
};

/** A sealed report of the demo, by which its documents are fetched. */
export interface SealedReport {
  readonly id: string;
  readonly unit: string;
  readonly period: string;
}

/** Monthly progress of every issue in work, and the ledgers that the towns seal and hand in. */
export function planMonths(
  timeline: Timeline,
  office: Office,
  stories: readonly IssueStory[],
): SealedReport[] {
  const sealed: SealedReport[] = [];
  for (const [index, { period, progressOn, dueOn }] of MONTHS.entries()) {
    for (const story of stories) {
      timeline.on(progressOn, `#${story.seed.no} progress`, () =>
        reportProgress(story, progressOn, index),
      );
    }
    for (const town of TOWNS) {
      const late = LATE.town === town && LATE.period === period;
      timeline.on(late ? LATE.on : dueOn, `${town} ${period}`, async () => {
        const id = await submit(office, town, 'QJ-M', period);
        sealed.push({ id, unit: town, period });
      });
    }
  }
  timeline.on('2020-07-07', 'quarterly summary', async () => {
    const id = await submit(office, 'qinghe', 'QJ-Q', '2020Q2', SUMMARY);
    sealed.push({ id, unit: 'qinghe', period: '2020Q2' });
  });
  return sealed;
}

async function reportProgress(story: IssueStory, day: string, index: number): Promise<void> {
  if (story.issueId === '') return;
  const issue = await story.read();
  if (issue.status !== 'RECTIFYING' && issue.status !== 'CARRIED_OVER') return;
  const percent = Math.min(90, Math.max(issue.percent, 40 + index * 20));
  const month = Number(day.slice(5, 7));
  await story.report(percent, `${month}月：${story.seed.measures[0] ?? '整改'}，正在按计划推进。`);
}

async function submit(
  office: Office,
  town: string,
  ruleCode: string,
  period: string,
  narrative?: Narrative,
): Promise<string> {
  const { clerk, leader } = office.handlersOf(town);
  const reports = office.service(ReportsService);
  const preparer = await office.caller(clerk);
  const opened = await reports.open(preparer, { campaignId: office.campaignId, ruleCode, period });
  const report = narrative
    ? await reports.saveDraft(preparer, opened.id, opened.version, { narrative })
    : opened;
  await office
    .service(ReportSealing)
    .submit(await office.caller(leader), report.id, report.version, {});
  return report.id;
}
