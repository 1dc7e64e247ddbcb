import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inList, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import {
  type ImportAnswer,
  ImportDriver,
  ROW,
  type RowAnswer,
  told,
  workbookFrom,
} from '../support/imports.js';
import { createCampaign, FINDING, IssueDriver, ok } from '../support/issues.js';
import { BusyServer } from './jobs.fixture.js';

const STATEMENT = '问题表述（反馈原文）';
const WORDS = '柿树村火灾户申请临时救助，二十日未审批，家中没有其他收入';
const ITEM = { 反馈文号: '示民函〔2020〕12号', 原反馈条目号: '7' };

describe.each(ENGINES)('imports of what is there already, on %s', (engine) => {
  let app: TestApp;
  let campaignId: string;
  let town: ImportDriver;
  let issueNo: string;
  let server: BusyServer;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    campaignId = await createCampaign(app);
    server = new BusyServer(app);
    town = new ImportDriver(app, campaignId, 'qinghe.clerk');
    const issues = new IssueDriver(app, campaignId);
    issues.town = 'wanglan';
    const item = { sourceDocNo: ITEM.反馈文号, sourceItemNo: ITEM.原反馈条目号 };
    ({ issueNo } = await issues.to('REGISTERED', { statement: WORDS, ...item }));
    await issues.to('DRAFT', { statement: '另一件', ...item, sourceItemNo: '8' });
  });
  afterAll(() => app.stop());

  const drafts = (statement: string) =>
    app.rows(sql`SELECT id FROM issues WHERE statement = ${statement}`);

  /** Uploads a file twice and has both applied in the same moment. */
  const applyTwice = async (statement: string): Promise<ImportAnswer[]> => {
    const bytes = await workbookFrom([{ ...ROW, [STATEMENT]: statement }]);
    const uploads = [await town.check(bytes), await town.check(bytes)];
    const clerk = await app.as('qinghe.clerk');
    await server.hold();
    for (const { id, version } of uploads) {
      ok(await clerk.post(`/issue-imports/${id}/application`, { mode: 'VALID_ONLY' }, version));
    }
    await server.release();
    return Promise.all(uploads.map(({ id }) => town.read(id)));
  };

  it('imports a file once although two uploads of it are applied at the same time', async () => {
    const statement = '坪上村公示名单三个月没有更换';
    const after = await applyTwice(statement);
    expect(await drafts(statement)).toHaveLength(1);
    expect(after.map(({ status }) => status).sort()).toEqual(['APPLIED', 'CHECKED']);
    const loser = after.find(({ status }) => status === 'CHECKED');
    if (!loser) throw new Error('nobody lost');
    expect(loser.failure).toBe(
      '同一个文件已导入过（1条），再次导入会重复；确实需要时请确认再次导入。',
    );
    expect(loser.progress.status).toBe('FAILED');
    const acts = await app.rows(sql`
      SELECT actor_name FROM audit_entries
      WHERE action = 'issueImport.apply' AND subject_id IN ${inList(after.map(({ id }) => id))}`);
    expect(acts).toEqual([{ actorName: '青禾镇经办人' }]);

    expect(await town.apply(loser, { repeat: true })).toMatchObject({ status: 'APPLIED' });
    expect(await drafts(statement)).toHaveLength(2);
  });

  it('lets the upload that lost be withdrawn', async () => {
    const after = await applyTwice('坪上村入户核查没有签字');
    const loser = after.find(({ status }) => status === 'CHECKED');
    const clerk = await app.as('qinghe.clerk');
    const path = `/issue-imports/${loser?.id}/withdrawal`;
    const withdrawn = ok(await clerk.post(path, { reason: '重复上传' }, loser?.version));
    expect(withdrawn.body).toMatchObject({ status: 'WITHDRAWN' });
  });

  it('tells a town nothing of the words of issues that it may not read', async () => {
    const probe = { ...ROW, 责任单位: '望澜镇人民政府', [STATEMENT]: WORDS };
    const row = await town.checkRow(probe);
    expect(told(row)).toEqual(['ERROR 责任单位 NOT_OWN_UNIT']);
    const bureau = await new ImportDriver(app, campaignId).checkRow(probe);
    expect(textOf(bureau)).toContain(issueNo);
  });

  it('says of a feedback item of another town that it is registered, not as what', async () => {
    const row = await town.checkRow({ ...ROW, ...ITEM, [STATEMENT]: '同一条目' });
    expect(told(row)).toEqual(['ERROR 原反馈条目号 DUPLICATE_SOURCE_ITEM']);
    expect(textOf(row)).toBe('该反馈条目已经登记');
    const bureau = await new ImportDriver(app, campaignId).checkRow({ ...ROW, ...ITEM });
    expect(textOf(bureau)).toBe(`该反馈条目已登记为${issueNo}`);
  });

  it('keeps drafts of others to itself', async () => {
    const probe = { ...ROW, ...ITEM, 原反馈条目号: '8', [STATEMENT]: '草稿的条目' };
    expect(told(await town.checkRow(probe))).toEqual([]);
    const bureau = await new ImportDriver(app, campaignId).checkRow(probe);
    expect(told(bureau)).toEqual(['WARNING 原反馈条目号 DUPLICATE_SOURCE_ITEM']);
  });

  it('names it no more where a town registers one finding by hand', async () => {
    const source = { sourceDocNo: ITEM.反馈文号, sourceItemNo: ITEM.原反馈条目号 };
    const body = { ...FINDING, ...source, campaignId, responsibleUnitId: app.units.qinghe };
    const told = async (username: string): Promise<string> => {
      const answer = await (await app.as(username)).post('/issues?register=true', body);
      expect([answer.status, answer.body.code]).toEqual([422, 'DUPLICATE_SOURCE_ITEM']);
      return JSON.stringify(answer.body);
    };
    expect(await told('qinghe.clerk')).not.toContain(issueNo);
    expect(await told('div.clerk')).toContain(issueNo);
  });

  it('names no foreign issue either when the item was registered after the check', async () => {
    const item = { 反馈文号: '示民函〔2020〕13号', 原反馈条目号: '1' };
    const bytes = await workbookFrom([{ ...ROW, ...item, [STATEMENT]: '坪上村备案表缺页' }]);
    const checked = await town.check(bytes);
    const clerk = await app.as('div.clerk');
    const body = { ...FINDING, campaignId, responsibleUnitId: app.units.wanglan };
    const source = { sourceDocNo: '示民函〔2020〕13号', sourceItemNo: '1' };
    ok(await clerk.post('/issues?register=true', { ...body, ...source }));
    expect((await town.apply(checked)).failure).toBe(
      '检查之后情况有变，第2行：该反馈条目已经登记，请重新上传检查。',
    );
  });
});

const textOf = ({ notes }: RowAnswer): string => notes.map(({ message }) => message).join();
