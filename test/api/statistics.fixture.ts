import type { Engine } from '../support/app.js';
import { TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';

export interface Figure {
  id: string;
  numerator: number;
  denominator: number | null;
  value: number | null;
  text: string;
  rows: string;
}

export interface UnitRow {
  unit: { id: string; name: string };
  ownLevel: boolean;
  rank: number;
  statuses: Record<string, number>;
  indicators: Figure[];
}

export const byId = (figures: Figure[]): Record<string, Figure> =>
  Object.fromEntries(figures.map((figure) => [figure.id, figure]));

/** Routes that give figures, all with the same question. */
export const FIGURE_ROUTES = [
  'overview',
  'units',
  'categories',
  'sources',
  'trend',
  'comparisons',
  'unresolved',
  'light-wall',
  'report-punctuality',
];

/** 青禾镇: one issue closed, one overdue; 望澜镇: one carried over; 栗坪镇: one just registered, one void. */
export interface StatisticsWorld {
  readonly app: TestApp;
  readonly campaignId: string;
  readonly closed: DrivenIssue;
  readonly late: DrivenIssue;
  readonly carried: DrivenIssue;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each spec asserts the shape
  readonly ask: (route: string, query?: string, user?: string) => Promise<any>;
}

export async function makeWorld(engine: Engine): Promise<StatisticsWorld> {
  const app = await TestApp.startWithOrganisation(engine);
  const campaignId = await createCampaign(app);
  const driver = new IssueDriver(app, campaignId);
  let closed = await driver.to('RECTIFYING', { source: 'AUDIT' });
  let late = await driver.to('RECTIFYING', { statement: '三户未按单人户纳入' });
  driver.town = 'wanglan';
  let carried = await driver.to('RECTIFYING', { category: 'F04_ARCHIVE' });
  driver.town = 'liping';
  const mistaken = await driver.to('REGISTERED');

  app.moveTo('2020-05-11T10:00:00+08:00');
  driver.town = 'qinghe';
  await driver.addEvidence(closed);
  closed = await driver.applyClosure(await driver.read(closed.id));
  await driver.review(closed, {
    decision: 'RETURNED',
    reasonCode: 'R1',
    demand: '请补充首次发放低保金的银行回单。',
  });
  closed = await driver.applyClosure(await driver.read(closed.id));
  closed = await driver.approveAll(closed);
  driver.town = 'liping';
  await driver.to('REGISTERED');
  await driver.step('div.chief', mistaken, 'void', { reason: '经核查该问题不属实，予以撤销。' });

  app.moveTo('2020-05-15T10:00:00+08:00');
  carried = await driver.step('deputy', await driver.read(carried.id), 'carry-over', {
    unresolvedReason: 'U1',
    unresolvedNote: '上级配套办法尚未出台，短期内不能到位。',
    stageGoal: '完成征求意见。',
    nextReviewOn: '2020-06-15',
    expectedFinishOn: '2020-07-31',
    nextStep: '起草办法并征求意见。',
  });

  app.moveTo('2020-06-01T10:00:00+08:00');
  driver.town = 'qinghe';
  late = await driver.addProgress(await driver.read(late.id), {
    unresolvedReason: 'U9',
    nextStep: '本月内逐户办结。',
  });
  const ask = async (route: string, query = '', user = 'director'): Promise<unknown> => {
    const caller = await app.as(user);
    return ok(await caller.get(`/statistics/${route}?campaignId=${campaignId}${query}`)).body;
  };
  return { app, campaignId, closed, late, carried, ask };
}
