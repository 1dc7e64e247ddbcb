import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { sql } from '../../src/platform/database/queryable.js';
import { readPdf } from '../documents/support/read-pdf.js';
import { ENGINES, type TestApp } from '../support/app.js';
import { ok } from '../support/issues.js';
import { download } from './reporting.fixture.js';
import { makeWorld, type StatisticsWorld } from './statistics.fixture.js';

describe.each(ENGINES)('unresolved issues, lights and states on %s', (engine) => {
  let world: StatisticsWorld;
  let app: TestApp;
  let campaignId: string;
  let ask: StatisticsWorld['ask'];

  beforeAll(async () => {
    world = await makeWorld(engine);
    ({ app, campaignId, ask } = world);
  });
  afterAll(() => app.stop());

  describe('未整改到位', () => {
    it('lists what is overdue first, then what is carried over, with sums and distribution', async () => {
      const body = await ask('unresolved');
      expect(body.items).toMatchObject([
        {
          seq: 1,
          id: world.late.id,
          overdueDays: 12,
          carriedOver: false,
          reason: 'U9',
          measures: '已完成入户核查，正在办理审批。',
          nextStep: '本月内逐户办结。',
          persons: ['经办人'],
        },
        {
          seq: 2,
          id: world.carried.id,
          overdueDays: 0,
          carriedOver: true,
          reason: 'U1',
          expectedFinishOn: '2020-07-31',
        },
      ]);
      expect(body.reasons).toMatchObject([
        { reason: 'U1', count: 1, carriedOver: 1 },
        { reason: 'U9', count: 1, overdue: 1 },
      ]);
      expect(body.distribution).toEqual({ units: 3, full: 0, most: 0, less: 3 });
    });

    it('is what it was at a past instant', async () => {
      const body = await ask('unresolved', '&asOf=2020-05-25');
      expect(body.items).toMatchObject([
        { id: world.late.id, overdueDays: 5, reason: null, measures: null },
        { id: world.carried.id, carriedOver: true, reason: 'U1' },
      ]);
      expect((await ask('unresolved', '&asOf=2020-05-14')).total).toBe(0);
    });

    it('is a workbook and a PDF with every line and the sums', async () => {
      const director = await app.as('director');
      const path = (format: string) => `/statistics/unresolved.${format}?campaignId=${campaignId}`;
      const workbook = new ExcelJS.Workbook();
      await workbook.xlsx.load((await download(director, path('xlsx'))) as unknown as ArrayBuffer);
      const cells = JSON.stringify(workbook.worksheets[0]?.getSheetValues());
      expect(cells).toContain(world.late.issueNo);
      expect(cells).toContain('责任单位推进不力：1个（逾期1个、持续整改0个）');
      const pages = await readPdf(await download(director, path('pdf')));
      const text = pages.map((page) => page.text).join('');
      expect(text).toContain('未整改到位问题清单');
      expect(text).toContain(world.late.issueNo);
      expect(text).toContain('共2个问题，其中逾期1个、持续整改1个');
      expect(text).toContain('整改率100%的单位0个，80%至100%的0个，80%以下的3个。');
    });
  });

  it('has a light wall that agrees with the filtered lists', async () => {
    const { rows, total } = await ask('light-wall');
    const director = await app.as('director');
    for (const { unit, lights } of rows) {
      for (const light of ['GREEN', 'YELLOW', 'RED', 'GRAY', 'DONE']) {
        const query = `campaignId=${campaignId}&unitId=${unit.id}&light=${light}`;
        const list = ok(await director.get(`/issues?${query}`)).body;
        expect([unit.name, light, lights[light]]).toEqual([unit.name, light, list.total]);
      }
    }
    expect(total).toMatchObject({ RED: 1, DONE: 1 });
  });

  it('keeps states that nobody can change, one for each step that a figure looks at', async () => {
    const states = await app.rows<{ status: string; version: number }>(sql`
      SELECT status, version FROM issue_states WHERE issue_id = ${world.closed.id} ORDER BY version`);
    expect(states.map(({ status }) => status)).toEqual([
      'REGISTERED',
      'ASSIGNED',
      'PLANNING',
      'PLAN_REVIEW',
      'RECTIFYING',
      'CLOSURE_REVIEW',
      'RECTIFYING',
      'CLOSURE_REVIEW',
      'CLOSED',
    ]);
    const changed = app.uow.run((tx) =>
      tx.execute(sql`UPDATE issue_states SET status = 'CLOSED' WHERE issue_id = ${world.late.id}`),
    );
    await expect(changed).rejects.toThrow(/append-only/);
  });
});
