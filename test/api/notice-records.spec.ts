import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { raw, sql } from '../../src/platform/database/queryable.js';
import { ENGINES, TestApp } from '../support/app.js';
import { createCampaign, type DrivenIssue, IssueDriver, ok } from '../support/issues.js';
import { download, textOf } from './reporting.fixture.js';
import { NoticeDriver, type NoticeView } from './supervision.fixture.js';

describe.each(ENGINES)('notices on record on %s', (engine) => {
  let app: TestApp;
  let issues: IssueDriver;
  let notices: NoticeDriver;
  let issue: DrivenIssue;

  beforeAll(async () => {
    app = await TestApp.startWithOrganisation(engine);
    const campaignId = await createCampaign(app);
    issues = new IssueDriver(app, campaignId);
    notices = new NoticeDriver(app, campaignId);
    issue = await issues.to('RECTIFYING');
  });
  afterAll(() => app.stop());

  it('is found by every filter, and by the units it names', async () => {
    app.moveTo('2020-04-01T09:00:00+08:00');
    const own = await issues.to('RECTIFYING');
    const notice = await notices.issued(
      notices.superviseBody(own, { title: '关于百分号%的督办', coUnitIds: [app.units.wanglan] }),
    );
    const draft = await notices.draft(notices.superviseBody(own, { title: '草稿' }));
    const find = async (user: string, query: string): Promise<string[]> => {
      const list = ok(await (await app.as(user)).get(`/notices?pageSize=200&${query}`)).body;
      return (list.items as NoticeView[]).map(({ id }) => id);
    };
    expect(await find('div.clerk', `issueId=${own.id}`)).toEqual([draft.id, notice.id]);
    expect(await find('deputy', `issueId=${own.id}&status=DRAFT`)).toEqual([draft.id]);
    expect(await find('discipline', `issueId=${own.id}`)).toEqual([notice.id]);
    expect(await find('city.reviewer', `issueId=${own.id}`)).toEqual([notice.id]);
    expect(await find('wanglan.clerk', `issueId=${own.id}`)).toEqual([notice.id]);
    expect(await find('liping.clerk', `issueId=${own.id}`)).toEqual([]);
    expect(await find('div.clerk', `q=${encodeURIComponent('百分号%')}`)).toEqual([notice.id]);
    expect(await find('div.clerk', `q=${encodeURIComponent(notice.docNo ?? '')}`)).toContain(
      notice.id,
    );
    expect(await find('div.clerk', `unitId=${app.units.wanglan}`)).toEqual([notice.id]);
    expect(await find('div.clerk', `kind=ASSIGN&issueId=${own.id}`)).toEqual([]);
    expect(await find('div.clerk', `level=RED,YELLOW&issueId=${own.id}`)).toEqual([]);
    expect(await find('div.clerk', `overdue=true&issueId=${own.id}`)).toEqual([]);
    app.moveTo('2020-04-10T09:00:00+08:00');
    expect(await find('div.clerk', `overdue=true&issueId=${own.id}`)).toEqual([notice.id]);
    expect(await find('div.clerk', `overdue=false&issueId=${own.id}`)).toEqual([draft.id]);
    expect(await notices.read(notice.id)).toMatchObject({
      receiptOverdue: true,
      replyOverdue: false,
      overdueDays: 7,
    });
    app.moveTo('2020-04-01T09:00:00+08:00');
  });

  it('is frozen by the database once issued, and never deleted', async () => {
    const draft = await notices.draft(notices.superviseBody(issue));
    const change = (statement: string): Promise<void> =>
      app.uow.run((tx) => tx.execute(raw(statement)));
    const where = `WHERE id = '${draft.id}'`;
    await change(`UPDATE supervision_notices SET title = '改过的草稿' ${where}`);
    await expect(change(`DELETE FROM supervision_notices ${where}`)).rejects.toThrow(
      /never deleted/,
    );
    const issued = await notices.step('div.chief', draft, 'issuance');
    for (const set of [
      `title = 'x'`,
      `doc_no = 'x'`,
      `due_on = '2030-01-01'`,
      `issued_at = NULL`,
      `issue_ids = '[]'`,
      `level = NULL`,
    ]) {
      await expect(change(`UPDATE supervision_notices SET ${set} ${where}`)).rejects.toThrow(
        /cannot be changed/,
      );
    }
    await expect(change(`DELETE FROM supervision_notices ${where}`)).rejects.toThrow(
      /never deleted/,
    );
    for (const table of ['supervision_notice_units', 'supervision_notice_issues']) {
      await expect(change(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
    }
    expect(await notices.read(draft.id, 'div.chief')).toEqual(issued);
    const rows = await app.rows<{ title: string }>(
      sql`SELECT title FROM supervision_notices WHERE id = ${draft.id}`,
    );
    expect(rows).toEqual([{ title: '改过的草稿' }]);
  });

  it('prints 督办单 and 交办单 with what has happened so far', async () => {
    const print = async (user: string, { id }: NoticeView): Promise<string> =>
      textOf(await download(await app.as(user), `/notices/${id}.pdf`));
    const body = notices.superviseBody(issue, {
      instructingLeader: '副局长丙',
      instruction: '请速办',
    });
    const draft = await notices.draft(body);
    expect(await print('div.clerk', draft)).toContain('（送审稿）');
    const issued = await notices.step('div.chief', draft, 'issuance');
    const signed = await notices.step('qinghe.clerk', issued, 'signing');
    const replied = await notices.replied(signed);
    const done = await notices.review(replied, {});
    const text = await print('qinghe.clerk', done);
    for (const part of [
      issued.docNo ?? '',
      '督办等级蓝色（提示）',
      '批示内容请速办',
      '牵头单位青禾镇人民政府',
      issue.issueNo,
      '核查结论：属实',
      '单位负责人（签字）：青禾镇分管领导',
      '办结。事实清楚：是；问题解决：是；措施合规：是；文书规范：是。',
      '办结时间2020年4月1日',
    ]) {
      expect(text).toContain(part);
    }
    const assigned = await notices.issued(notices.assignBody());
    const form = await print('qinghe.leader', assigned);
    for (const part of [
      assigned.docNo ?? '',
      '1.来信复印件（2页）',
      '原件号安信〔2020〕3号',
      '核查经过',
    ]) {
      expect(form).toContain(part);
    }
  });
});
