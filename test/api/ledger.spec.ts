import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Queryable } from '../../src/platform/database/queryable.js';
import { Reader } from '../../src/platform/database/reader.js';
import { LedgerRows } from '../../src/registers/ledger/ledger.rows.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';

interface Figures {
  opening: number;
  opened: number;
  reopened: number;
  transferredIn: number;
  closed: number;
  transferredOut: number;
  removed: number;
  closing: number;
}

/** What the campaign itself calls the category of the findings. */
const CATEGORY = '未脱贫建档立卡贫困户中重点对象分户保障未落实';

/** 期初, 新增, 重开, 移入, 销号, 移出, 撤并, 期末. */
const figures = (row: Figures): number[] => [
  row.opening,
  row.opened,
  row.reopened,
  row.transferredIn,
  row.closed,
  row.transferredOut,
  row.removed,
  row.closing,
];

describe.each(ENGINES)('the ledger on %s', (engine) => {
  let app: TestApp;
  let driver: IssueDriver;
  let campaignId: string;
  let working: DrivenIssue;

  const balance = async (user: string, query = ''): Promise<{ rows: object[]; total: Figures }> => {
    const caller = await app.as(user);
    const answer = await caller.get(`/ledger/balance?campaignId=${campaignId}${query}`);
    return ok(answer).body as { rows: object[]; total: Figures };
  };

  /** Rows of a balance as `name: figures`. */
  const table = async (user: string, query = ''): Promise<Record<string, number[]>> => {
    const { rows, total } = await balance(user, query);
    const named = (rows as (Figures & { name: string })[]).map((row) => [row.name, figures(row)]);
    return { ...Object.fromEntries(named), total: figures(total) };
  };

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    driver = new IssueDriver(app, campaignId);

    // April: 青禾 logs three, one of them handed over to 望澜; 栗坪 gets one under the wrong category.
    working = await driver.to('RECTIFYING', { statement: '四月整改中的问题' });
    await driver.to('REGISTERED', { statement: '四月未交办的问题' });
    const handedOver = await driver.to('REGISTERED', { statement: '四月移交的问题' });
    await driver.step('div.chief', handedOver, 'assignment', {
      responsibleUnitId: app.units.wanglan,
      deadline: '2020-06-30',
    });
    driver.town = 'liping';
    const misfiled = await driver.to('REGISTERED', { statement: '四月归错类别的问题' });
    const clerk = await app.as('div.clerk');
    ok(await clerk.patch(`/issues/${misfiled.id}`, { category: 'F04_ARCHIVE' }, misfiled.version));
    driver.town = 'qinghe';

    // May: one closed and put back, one voided, one logged for the bureau's own department.
    app.moveTo('2020-05-12T09:00:00+08:00');
    const closed = await driver.to('CLOSED', { statement: '五月销号又反弹的问题' });
    await driver.step('inspector', closed, 'lookbacks', {
      checkedOn: '2020-05-12',
      methods: ['FILES'],
      persons: '督查员庚',
      result: 'FALSE',
      opinion: '整改照片与实际不符。',
    });
    await driver.step('deputy', await driver.read(closed.id), 'reopening', {
      reason: '回头看发现整改不实，须重新整改。',
      basis: '2020年5月12日回头看记录',
      deadline: '2020-06-30',
    });
    const voided = await driver.to('REGISTERED', { statement: '五月撤销的问题' });
    await driver.step('div.chief', voided, 'void', { reason: '核查不属实，予以撤销该问题。' });
    await driver.to('CLOSED', { statement: '五月销号的问题', responsibleUnitId: app.units.qinghe });
    working = await driver.addProgress(await driver.read(working.id));
  }, 120_000);
  afterAll(() => app.stop());

  describe('balance', () => {
    it('takes hand-over, corrected category, close, reopening and void to their columns', async () => {
      expect(await table('div.chief')).toEqual({
        安澜区民政局: [0, 7, 1, 2, 2, 2, 1, 5],
        青禾镇人民政府: [0, 6, 1, 0, 2, 1, 1, 3],
        望澜镇人民政府: [0, 0, 0, 1, 0, 0, 0, 1],
        栗坪镇人民政府: [0, 1, 0, 1, 0, 1, 0, 1],
        total: [0, 7, 1, 2, 2, 2, 1, 5],
      });
    });

    it.each([
      ['2020-04-01', '2020-04-30', [0, 4, 0, 2, 0, 2, 0, 4]],
      ['2020-05-01', '2020-05-31', [4, 3, 1, 0, 2, 0, 1, 5]],
      ['2020-06-01', '2020-06-30', [5, 0, 0, 0, 0, 0, 0, 5]],
      ['2020-05-12', '2020-05-12', [4, 3, 1, 0, 2, 0, 1, 5]],
      ['2020-04-15', '2020-05-11', [4, 0, 0, 0, 0, 0, 0, 4]],
    ])('from %s to %s opens with what the day before closed with', async (from, to, expected) => {
      const { total } = await table('div.chief', `&from=${from}&to=${to}`);
      expect(total).toEqual(expected);
    });

    it('by category shows a corrected category as moved from one to the other', async () => {
      expect(await table('div.chief', '&by=category')).toEqual({
        [CATEGORY]: [0, 7, 1, 1, 2, 2, 1, 4],
        档案: [0, 0, 0, 1, 0, 0, 0, 1],
        total: [0, 7, 1, 2, 2, 2, 1, 5],
      });
    });

    it('makes every unit the sum of its own account and its children, and the total that of all', async () => {
      const { rows, total } = await balance('div.chief');
      type Row = Figures & { unit: { id: string }; parentId: string | null; own: Figures };
      const sum = (list: Figures[]): number[] =>
        list.map(figures).reduce((a, b) => a.map((n, i) => n + (b[i] ?? 0)), Array(8).fill(0));
      const all = rows as Row[];
      for (const row of all) {
        const children = all.filter(({ parentId }) => parentId === row.unit.id);
        expect(figures(row)).toEqual(sum([row.own, ...children]));
      }
      expect(figures(total)).toEqual(sum(all.map(({ own }) => own)));
      const [opening = 0, opened = 0, reopened = 0, moved = 0, ...off] = figures(total);
      const [closed = 0, out = 0, removed = 0, closing] = off;
      expect(opening + opened + reopened + moved - closed - out - removed).toBe(closing);
    });

    it('shows a town its own account, a bureau everything below, the other county nothing', async () => {
      expect(Object.keys(await table('qinghe.clerk'))).toEqual(['青禾镇人民政府', 'total']);
      expect((await table('city.reviewer')).total).toEqual([0, 7, 1, 2, 2, 2, 1, 5]);
      const foreign = await app.as('yunqi.clerk');
      await foreign.get(`/ledger/balance?campaignId=${campaignId}`).expect(404);
    });

    it('is limited to the unit asked for, which must be in scope', async () => {
      const { wanglan } = app.units;
      expect((await table('div.chief', `&unitId=${wanglan}`)).total).toEqual([
        0, 0, 0, 1, 0, 0, 0, 1,
      ]);
      const town = await app.as('qinghe.clerk');
      await town.get(`/ledger/balance?campaignId=${campaignId}&unitId=${wanglan}`).expect(404);
    });

    it.each([
      ['from=2020-05-02&to=2020-05-01', 422, 'from'],
      ['from=2020-02-30', 400, 'from'],
      ['by=colour', 400, 'by'],
    ])('refuses %s with %i naming %s', async (query, status, field) => {
      const chief = await app.as('div.chief');
      const refused = await chief
        .get(`/ledger/balance?campaignId=${campaignId}&${query}`)
        .expect(status);
      expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([field]);
    });
  });

  it('counts issues by unit and status from the maintained numbers', async () => {
    const chief = await app.as('div.chief');
    const { body } = await chief.get(`/ledger/counts?campaignId=${campaignId}&by=unit`).expect(200);
    const named = body.rows.map(
      (row: { unit: { name: string }; counts: object; total: number }) => [
        row.unit.name,
        Object.fromEntries(Object.entries(row.counts).filter(([, n]) => n !== 0)),
        row.total,
      ],
    );
    expect(named).toEqual([
      ['安澜区民政局', { REGISTERED: 2, ASSIGNED: 1, RECTIFYING: 2, CLOSED: 1, VOIDED: 1 }, 7],
      ['青禾镇人民政府', { REGISTERED: 1, RECTIFYING: 2, CLOSED: 1, VOIDED: 1 }, 5],
      ['望澜镇人民政府', { ASSIGNED: 1 }, 1],
      ['栗坪镇人民政府', { REGISTERED: 1 }, 1],
    ]);
    expect(body.total).toBe(7);
    const town = await app.as('wanglan.clerk');
    const own = await town.get(`/ledger/counts?campaignId=${campaignId}`).expect(200);
    expect(own.body).toMatchObject({ total: 1, counts: { ASSIGNED: 1, CLOSED: 0 } });
  });

  describe('list', () => {
    it('joins measures, people, progress, light and deadline to the issue', async () => {
      const town = await app.as('qinghe.clerk');
      const { body } = await town
        .get(`/ledger?campaignId=${campaignId}&q=${encodeURIComponent('四月整改中')}`)
        .expect(200);
      expect(body.total).toBe(1);
      expect(body.items[0]).toMatchObject({
        issueNo: working.issueNo,
        categoryName: CATEGORY,
        causeAnalysis: '对分户政策理解不一，担心错保。',
        goal: '3户全部按单人户纳入低保。',
        measures: [{ seq: 1, dueOn: '2020-05-10', status: 'NOT_STARTED' }],
        originalDeadline: '2020-05-20',
        currentDeadline: '2020-05-20',
        leaders: [{ name: '分管领导', post: '副镇长', unit: { name: '青禾镇人民政府' } }],
        persons: [{ name: '经办人', post: '民政办经办' }],
        responsibleUnit: { name: '青禾镇人民政府' },
        leadUnit: { name: '青禾镇人民政府' },
        percent: 60,
        latestProgress: '已完成入户核查，正在办理审批。',
        progressEntries: [{ asOf: '2020-05-12', percent: 60, recordedByName: '青禾镇经办人' }],
        status: 'RECTIFYING',
        closed: false,
        light: 'YELLOW',
        overdue: false,
      });
      expect(JSON.stringify(body)).not.toContain('13800005678');
    });

    it('lists the progress of the month asked for', async () => {
      const town = await app.as('qinghe.clerk');
      const { body } = await town
        .get(`/ledger?q=${encodeURIComponent('四月整改中')}&month=2020-04`)
        .expect(200);
      expect(body.items[0]).toMatchObject({ progressEntries: [], lastProgressMonth: '2020-05' });
      await town.get('/ledger?month=2020-13').expect(400);
    });

    it('tells of a close-out what its application said', async () => {
      const chief = await app.as('div.chief');
      const { body } = await chief.get('/ledger?status=CLOSED').expect(200);
      expect(body.items).toHaveLength(1);
      expect(body.items[0]).toMatchObject({
        statement: '五月销号的问题',
        closed: true,
        closedOn: '2020-05-12',
        closureNo: `${body.items[0].issueNo}-XH-1.1`,
        verdict: 'RECTIFIED',
        effect: '3户全部纳入保障。',
        extendedCheck: '全镇排查同类对象12户，均已落实。',
        light: 'DONE',
      });
    });

    it('has the filters, order, pages and scope of 问题清单', async () => {
      const chief = await app.as('div.chief');
      const query = `campaignId=${campaignId}&sort=issueNo&page=2&pageSize=3`;
      const issues = await chief.get(`/issues?${query}`).expect(200);
      const ledger = await chief.get(`/ledger?${query}`).expect(200);
      expect(ledger.body.total).toBe(issues.body.total);
      expect(ledger.body.items.map(({ id }: { id: string }) => id)).toEqual(
        issues.body.items.map(({ id }: { id: string }) => id),
      );
      const town = await app.as('wanglan.clerk');
      const own = await town.get('/ledger').expect(200);
      expect(own.body.items).toMatchObject([{ statement: '四月移交的问题' }]);
      const foreign = await app.as('yunqi.clerk');
      const none = await foreign.get('/ledger').expect(200);
      expect(none.body).toMatchObject({ items: [], total: 0 });
      await chief.get('/ledger?colour=red').expect(400);
    });
  });

  it.each([
    ['gives others their turn between batches of a plain read', 'reader', true],
    ['keeps the transaction to itself, so that no writer waits for readers', 'tx', false],
  ] as const)('reading many lines %s', async (_name, place, expected) => {
    // On PostgreSQL every answer of the server is a turn of its own.
    if (engine === 'postgres') return;
    const ids = Array.from({ length: 1001 }, (_, index) =>
      index === 1000 ? working.id : `${index}`,
    );
    const read = async (db: Queryable): Promise<[number, boolean]> => {
      let turned = false;
      setImmediate(() => (turned = true));
      const lines = await app.app.get(LedgerRows).load(db, ids, { asOf: '2020-05-31' });
      return [lines.length, turned];
    };
    const answer = place === 'tx' ? app.uow.run(read) : read(app.app.get(Reader));
    expect(await answer).toEqual([1, expected]);
  });
});
