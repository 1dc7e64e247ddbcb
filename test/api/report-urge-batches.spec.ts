import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, ok } from '../support/issues.js';
import { download, ReportDesk, textOf } from './reporting.fixture.js';
import {
  messagesOf,
  monthlyFromMay,
  refusal,
  reportOf,
  tickAt,
  TOWNS,
} from './schedule.fixture.js';

interface Skipped {
  unit: { id: string; name: string };
  reason: string;
  message: string;
}

describe.each(ENGINES)('urging many on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine, '2020-05-06T09:00:00+08:00');
    campaignId = await createCampaign(app);
    await monthlyFromMay(app, campaignId);
    await app.tick();
    await new ReportDesk(app, campaignId).seal('wanglan', '2020-05', { isNil: true });
    await tickAt(app, '2020-06-01T00:00:00+08:00');
    await tickAt(app, '2020-07-10T09:00:00+08:00');
  });
  afterAll(() => app.stop());

  const all = async (user: string, body: object = {}) =>
    (await app.as(user)).post('/report-urges', { campaignId, ruleCode: 'QJ-M', ...body });
  const reasons = (skipped: Skipped[]) =>
    Object.fromEntries(skipped.map(({ unit, reason }) => [unit.id, reason]));

  it('says in the list which reports may be urged, and by whom', async () => {
    const urgeable = async (user: string): Promise<string[]> => {
      const query = `campaignId=${campaignId}&ruleCode=QJ-M&period=2020-05`;
      const { items } = ok(await (await app.as(user)).get(`/reports?${query}`)).body;
      return (items as { canUrge: boolean; unit: { id: string } }[])
        .filter(({ canUrge }) => canUrge)
        .map(({ unit }) => unit.id)
        .sort();
    };
    const missing = TOWNS.filter((town) => town !== 'wanglan').map((town) => app.units[town] ?? '');
    expect(await urgeable('div.chief')).toEqual(missing.sort());
    expect(await urgeable('qinghe.leader')).toEqual([]);
    expect(await urgeable('leadership')).toEqual([]);
  });

  it('urges who is missing and says of each other one why not', async () => {
    const { body } = ok(await all('div.chief', { period: '2020-05', note: '请于明日前补报' }));
    expect(body.urged.map(({ unit }: { unit: { id: string } }) => unit.id).sort()).toEqual(
      TOWNS.filter((town) => town !== 'wanglan')
        .map((town) => app.units[town])
        .sort(),
    );
    expect(reasons(body.skipped)).toEqual({ [app.units.wanglan ?? '']: 'HANDED_IN' });
    expect(body.skipped[0].message).toBe('已经报送');
    expect((await reportOf(app, 'lanqiao', 'QJ-M', '2020-05')).urgeCount).toBe(3);
    expect((await messagesOf(app, 'REPORT_URGE', 'lanqiao.leader')).at(-1)?.body).toBe(
      '消息催报（科长乙）：请于明日前补报',
    );
  });

  it('gives each reason', async () => {
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE reports SET status = 'EXEMPT'
          WHERE unit_id = ${app.units.liping} AND period = '2020-06'`),
    );
    await app.uow.run((tx) =>
      tx.execute(sql`UPDATE reports SET due_at = '2020-07-31T16:00:00.000Z'
          WHERE unit_id = ${app.units.wuping} AND period = '2020-06'`),
    );
    const unitIds = ['liping', 'wuping', 'shaigu', 'songxi'].map((key) => app.units[key]);
    const june = ok(await all('div.clerk', { period: '2020-06', unitIds })).body;
    expect(june.urged).toEqual([]);
    expect(reasons(june.skipped)).toEqual({
      [app.units.liping ?? '']: 'EXEMPT',
      [app.units.wuping ?? '']: 'NOT_DUE',
      [app.units.shaigu ?? '']: 'OWES_NONE',
      [app.units.songxi ?? '']: 'OWES_NONE',
    });
    expect(june.skipped.find(({ unit }: Skipped) => unit.id === app.units.songxi).unit.name).toBe(
      '',
    );
    const soft = ok(await all('div.clerk', { ruleCode: 'X-S' })).body;
    expect([soft.urged, [...new Set(soft.skipped.map(({ reason }: Skipped) => reason))]]).toEqual([
      [],
      ['SOFT'],
    ]);
  });

  it('reaches only what the caller’s unit receives', async () => {
    const own = { unitIds: [app.units.qinghe], period: '2020-05' };
    const { body } = ok(await all('qinghe.leader', own));
    expect(reasons(body.skipped)).toEqual({ [app.units.qinghe ?? '']: 'NOT_RECEIVER' });
    expect(refusal(await all('yunqi.clerk'))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await all('leadership'))).toEqual([403, 'FORBIDDEN']);
  });

  describe('by letter', () => {
    const path = (period: string) =>
      `/report-urges/notice.pdf?campaignId=${campaignId}&ruleCode=QJ-M&period=${period}`;

    it('lists the units that have not handed in, in the order of the bureau', async () => {
      const pdf = await download(await app.as('div.clerk'), path('2020-05'));
      const text = await textOf(pdf);
      expect(text).toContain('关于催报2020年5月农村低保专项治理工作台账的通知');
      expect(text).toContain('青禾镇人民政府、栗坪镇人民政府、梧坪乡人民政府、澜桥街道办事处：');
      expect(text).toContain('应于2020年5月30日前报送。截至2020年7月10日9时，应报单位5个，尚有4个');
      expect(text).toContain('请未报送的单位于2020年7月14日前补报，经领导签发后报送');
      expect(text).toContain('也要报送零报告');
      expect(text).toContain('3梧坪乡人民政府2020年5月30日41天');
      expect(text).not.toContain('望澜');
    });

    it('is refused when nobody is missing, and to others than the receiver', async () => {
      await app.uow.run((tx) =>
        tx.execute(sql`UPDATE reports SET status = 'EXEMPT' WHERE period = '2020-06'`),
      );
      const clerk = await app.as('div.clerk');
      expect(refusal(await clerk.get(path('2020-06')))).toEqual([409, 'NOBODY_TO_URGE']);
      expect(refusal(await clerk.get(path('2020-09')))).toEqual([404, 'NOT_FOUND']);
      expect((await (await app.as('qinghe.clerk')).get(path('2020-05'))).status).toBe(404);
      expect((await (await app.as('leadership')).get(path('2020-05'))).status).toBe(403);
    });
  });
});
