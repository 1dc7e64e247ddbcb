import { DEMO_PASSWORD } from '../../src/demo/world.js';
import { OrganisationService } from '../../src/identity/organisation.service.js';
import type { TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { type ReportAnswer, ReportDesk } from './reporting.fixture.js';

/** On this day a village begins the survey. */
export const SURVEY_BEGINS = '2020-05-20T09:00:00+08:00';

/** What the survey of the 回龙 regime asks to be attached (seed 002). */
export const SURVEY_ATTACHMENTS = [
  '附件1 “未脱贫建档立卡贫困人口”社会救助兜底脱贫调查摸排台账',
  '附件2 “边缘户”社会救助兜底脱贫调查摸排台账',
  '附件3 “脱贫监测户”社会救助兜底脱贫调查摸排台账',
  '附件4 城乡低保摸排处理汇总表',
] as const;

/** The survey that 晒谷村 begins to write, with its reporter `shaigu.reporter` and its head `shaigu.head`. */
export async function beginVillageSurvey(
  app: TestApp,
): Promise<{ desk: ReportDesk; survey: ReportAnswer }> {
  const organisation = app.app.get(OrganisationService);
  for (const [username, name] of [
    ['shaigu.reporter', '晒谷村信息员'],
    ['shaigu.head', '晒谷村主任'],
  ] as const) {
    await organisation.createUser({
      username,
      name,
      post: name,
      unitId: app.units.shaigu,
      roles: ['VILLAGE_REPORTER'],
      password: DEMO_PASSWORD,
    });
  }
  const campaignId = await createCampaign(app, 'huilong-2020');
  const reporter = await app.as('shaigu.reporter');
  const opened = { campaignId, ruleCode: 'HL-1', period: 'ONCE' };
  const survey = ok(await reporter.post('/reports', opened)).body as ReportAnswer;
  return { desk: new ReportDesk(app, campaignId), survey };
}
