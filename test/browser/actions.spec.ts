import { beforeAll, describe, expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { TestApp, type TestUser } from '../support/app.js';
import { ok } from '../support/issues.js';
import {
  actionsShown,
  compareButtons,
  fewOfEach,
  namesOf,
  type Offer,
  readersWithout,
} from './support/buttons.js';
import type { Person } from './support/person.js';
import { describeInBrowser, useStage } from './support/stage.js';

/** What stands on the button of each action that the API may allow on an issue. */
const ISSUE_BUTTONS: Readonly<Record<string, string>> = {
  register: '建账',
  assign: '交办',
  acknowledge: '签收',
  dispute: '管辖异议',
  edit: '修改',
  savePlan: '填写方案',
  submitPlan: '报送方案',
  approvePlan: '批准方案',
  returnPlan: '退回方案',
  addProgress: '填报进展',
  addEvidence: '上传佐证',
  applyClosure: '申请销号',
  withdrawClosure: '撤回销号申请',
  reviewClosure: '审核销号',
  // Both are decided on the page to which 审核销号 leads.
  close: '审核销号',
  returnClosure: '审核销号',
  closeImmediately: '立行立改销号',
  requestExtension: '申请延期',
  decideExtension: '审批延期',
  carryOver: '批准挂账',
  resume: '恢复整改',
  merge: '并案',
  transfer: '移送',
  void: '撤销',
  recordLookback: '登记回头看',
  reopen: '重新挂账',
  archive: '归档',
  urge: '催办',
};

/** The same of a report; writing and attaching are done in forms on the page itself. */
const REPORT_BUTTONS: Readonly<Record<string, string>> = {
  draft: '保存草稿',
  attach: '上传附件',
  submit: '审签报送',
  receivePaper: '登记纸质件',
  accept: '接收',
  return: '退回重报',
  decideCorrection: '审批更正',
  requestCorrection: '申请更正',
  withdrawCorrection: '撤回更正申请',
  exempt: '批准免报',
  endExemption: '撤销免报',
  urge: '催报',
};
const CONSOLIDATION_BUTTONS: Readonly<Record<string, string>> = { consolidate: '重新汇总' };
/** They lead to the unit's own report, which says itself what can be done with it. */
const WAY_TO_OWN_REPORT = /^(上报：.+|查看本级报告)$/;

const LOOKED_AT_PER_STATUS = 2;

describeInBrowser('the buttons of a record', () => {
  const { stage } = useStage(
    (app) => playDemo(app.app, app.clock),
    () => TestApp.start('sqlite'),
  );

  const itemsOf = async (user: TestUser, path: string): Promise<{ id: string; status: string }[]> =>
    ok(await user.get(`${path}?pageSize=100`)).body.items;

  async function offersOfIssues(user: TestUser): Promise<Offer[]> {
    const items = await itemsOf(user, '/issues');
    const offers = fewOfEach(items, ({ status }) => status, LOOKED_AT_PER_STATUS).map(
      async ({ id }) => {
        const issue = (await user.get(`/issues/${id}`)).body;
        const supervision = (await user.get(`/issues/${id}/supervision`)).body;
        const urge = supervision.urgeObstacle === null ? ['urge'] : [];
        const names = namesOf([...issue.allowedActions, ...urge], ISSUE_BUTTONS);
        return { path: `/issues/${id}`, names };
      },
    );
    return Promise.all(offers);
  }

  async function offersOfReports(user: TestUser): Promise<Offer[]> {
    const offers = (await itemsOf(user, '/reports')).map(async ({ id, status }) => {
      const { allowedActions, canUrge } = ok(await user.get(`/reports/${id}`)).body;
      const names = namesOf([...allowedActions, ...(canUrge ? ['urge'] : [])], REPORT_BUTTONS);
      return { path: `/reports/${id}`, names, status };
    });
    return Promise.all(offers);
  }

  async function offersOfConsolidations(user: TestUser): Promise<Offer[]> {
    const offers = (await itemsOf(user, '/report-consolidations')).map(async ({ id }) => {
      const { allowedActions, sentUp } = ok(await user.get(`/report-consolidations/${id}`)).body;
      const names = namesOf(allowedActions, CONSOLIDATION_BUTTONS);
      return { path: `/consolidations/${id}`, names, status: sentUp ? 'sent' : 'open' };
    });
    return Promise.all(offers);
  }

  /** With the forms on the page that stand for an action. */
  async function shownOnReport(person: Person): Promise<string[]> {
    const forms = [];
    for (const name of ['保存草稿', '上传附件']) {
      if ((await person.button(name).count()) > 0) forms.push(name);
    }
    const actions = await actionsShown(person);
    return [...actions.filter((name) => !WAY_TO_OWN_REPORT.test(name)), ...forms];
  }

  async function assertReports(username: string): Promise<void> {
    const user = await stage().app.as(username);
    const offers = [...(await offersOfReports(user)), ...(await offersOfConsolidations(user))];
    expect(offers.length).toBeGreaterThan(0);
    const person = await stage().person(username);
    const { expected, shown } = await compareButtons(person, offers, shownOnReport);
    expect(shown).toEqual(expected);
  }

  it.each(readersWithout(/ADMIN|AUDITOR|LEADERSHIP/))(
    'are for %s on issues just what the API allows, in every state',
    async (username) => {
      const offers = await offersOfIssues(await stage().app.as(username));
      expect(offers.length).toBeGreaterThan(0);
      const { expected, shown } = await compareButtons(await stage().person(username), offers);
      expect(shown).toEqual(expected);
    },
  );

  it.each(readersWithout(/ADMIN|AUDITOR/))(
    'are for %s on reports and consolidations just what the API allows, in every state',
    assertReports,
    30_000,
  );

  describe('where a report is being written and another has come back', () => {
    beforeAll(async () => {
      const chief = await stage().app.as('div.chief');
      const clerk = await stage().app.as('qinghe.clerk');
      const [summary] = ok(await chief.get('/reports?status=SUBMITTED')).body.items;
      const reason = { reasonCode: 'R4', demand: '请核对工作开展情况，补充数据来源后重报。' };
      ok(await chief.post(`/reports/${summary.id}/return`, reason, summary.version));
      const [ledger] = ok(await clerk.get('/reports?status=PENDING')).body.items;
      ok(await clerk.put(`/reports/${ledger.id}/draft`, { narrative: {} }, ledger.version));
    });

    it.each(['qinghe.clerk', 'qinghe.leader', 'div.chief'])(
      'are for %s just what the API allows',
      async (username) => {
        // What was read a moment ago the pages still have.
        await (await stage().person(username)).open('/home');
        await assertReports(username);
      },
      30_000,
    );
  });
});
