import { expect, it } from '@jest/globals';
import { playDemo } from '../../src/demo/demo.js';
import { DEMO_USERS } from '../../src/demo/world.js';
import { TestApp } from '../support/app.js';
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

/** One person of each role that reads issues. */
const READERS = [
  ...new Map(
    DEMO_USERS.toReversed()
      .filter(({ roles }) => !roles.some((role) => /ADMIN|AUDITOR|LEADERSHIP/.test(role)))
      .map(({ roles, username }) => [roles.join(), username]),
  ).values(),
];
const LOOKED_AT_PER_STATUS = 2;

interface Issue {
  readonly id: string;
  readonly status: string;
}

function fewOfEachStatus(issues: readonly Issue[]): Issue[] {
  const seen = new Map<string, number>();
  return issues.filter(({ status }) => {
    seen.set(status, (seen.get(status) ?? 0) + 1);
    return (seen.get(status) ?? 0) <= LOOKED_AT_PER_STATUS;
  });
}

describeInBrowser('the buttons of an issue', () => {
  const { stage } = useStage(
    (app) => playDemo(app.app, app.clock),
    () => TestApp.start('sqlite'),
  );

  /** One issue for each set of buttons that the person has in any state. */
  async function casesOf(username: string): Promise<Map<string, string>> {
    const user = await stage().app.as(username);
    const { body } = await user.get('/issues?pageSize=100');
    const cases = new Map<string, string>();
    for (const { id } of fewOfEachStatus(body.items)) {
      const issue = (await user.get(`/issues/${id}`)).body;
      const supervision = (await user.get(`/issues/${id}/supervision`)).body;
      const urge = supervision.urgeObstacle === null ? ['urge'] : [];
      const names = [...issue.allowedActions, ...urge].map(
        (action: string) => ISSUE_BUTTONS[action] ?? `nothing for ${action}`,
      );
      cases.set([...new Set(names)].sort().join(' '), id);
    }
    return cases;
  }

  it.each(READERS)('are for %s just what the API allows, in every state', async (username) => {
    const person = await stage().person(username);
    const cases = await casesOf(username);
    expect(cases.size).toBeGreaterThan(0);
    const shown: string[] = [];
    for (const id of cases.values()) {
      await person.goTo(`/issues/${id}`);
      const group = person.page.getByRole('group', { name: '可办事项' });
      const names = (await group.getByRole('button').allInnerTexts()).map((name) => name.trim());
      shown.push(names.sort().join(' '));
    }
    expect(shown).toEqual([...cases.keys()]);
  });
});
