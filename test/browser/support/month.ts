import { ReportDesk } from '../../api/reporting.fixture.js';
import { amend } from '../../api/schedule.fixture.js';
import type { TestApp } from '../../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../../support/issues.js';

export const PERIOD = '2020-04';
/** What the towns' report is called. */
export const MATTER = '工作台账和进展情况';

/** What is there before the story. */
export interface MonthWorld {
  readonly desk: ReportDesk;
  /** Under rectification in 青禾镇, without an entry of the month. */
  readonly silent: readonly DrivenIssue[];
}

/** All that the towns owe is one report a month: the ledger, and the letter that goes with it. */
async function joinLedgerAndLetter(app: TestApp, campaignId: string): Promise<void> {
  const chief = await app.as('div.chief');
  const { definition } = ok(await chief.get(`/campaigns/${campaignId}`)).body;
  const rules = definition.reportRules as { code: string }[];
  const monthly = rules.find(({ code }) => code === 'QJ-M');
  const reportRules = [{ ...monthly, name: MATTER, reportType: 'PROGRESS' }];
  await amend(app, campaignId, { reportRules });
}

/**
 * 青禾镇 has two issues in work, one struck off and one just found; 望澜镇 has handed in. The last day but
 * one of the month.
 */
export async function prepareMonth(app: TestApp): Promise<MonthWorld> {
  const campaignId = await createCampaign(app);
  await joinLedgerAndLetter(app, campaignId);
  const driver = new IssueDriver(app, campaignId);
  const silent = [
    await driver.to('RECTIFYING', { statement: '晒谷村3户重残人员未纳入低保' }),
    await driver.to('RECTIFYING', { statement: '竹湾村2户低保金未按时补发' }),
  ];
  await driver.to('CLOSED');
  await driver.to('REGISTERED');
  for (const town of ['wanglan', 'wuping']) {
    driver.town = town;
    await driver.to('REGISTERED');
  }
  app.moveTo('2020-04-29T09:00:00+08:00');
  await app.tick();
  const desk = new ReportDesk(app, campaignId);
  await desk.accept(await desk.seal('wanglan', PERIOD));
  return { desk, silent };
}
