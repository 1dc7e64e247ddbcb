import type { TestUser } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import type { ActedOn, ActionScreen } from './allowed-actions.js';

/** What the page of an issue offers comes from three registers. */
async function readIssue(user: TestUser, id: string): Promise<ActedOn> {
  const [issue, supervision, cases] = await Promise.all([
    user.get(`/issues/${id}`),
    user.get(`/issues/${id}/supervision`),
    user.get(`/issues/${id}/cases`),
  ]);
  const { allowedActions, ...body } = ok(issue).body as ActedOn;
  const urge = ok(supervision).body.urgeObstacle === null ? ['urge'] : [];
  // Who may not read cases is offered none.
  const ofCases: string[] = cases.status < 300 ? cases.body.allowedActions : [];
  return {
    ...body,
    id: body.id,
    status: body.status,
    allowedActions: [...allowedActions, ...urge, ...ofCases],
  };
}

/** Screens of issues, reports and consolidations, and what stands on the button of each action. */
export const REGISTER_SCREENS = {
  issue: {
    list: '/issues',
    read: readIssue,
    page: (id) => `/issues/${id}`,
    buttons: {
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
      addPerson: '添加涉及对象',
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
      draftCase: '起草案例',
    },
    elsewhere: ['起草案例', '添加涉及对象'],
  },
  report: {
    list: '/reports',
    page: (id) => `/reports/${id}`,
    buttons: {
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
    },
    actionsIn: ({ allowedActions, canUrge }) => [...allowedActions, ...(canUrge ? ['urge'] : [])],
    // Writing and attaching are done in forms on the page itself.
    elsewhere: ['保存草稿', '上传附件'],
    perStatus: Infinity,
    inEachStatus: true,
  },
  consolidation: {
    list: '/report-consolidations',
    page: (id) => `/consolidations/${id}`,
    buttons: { consolidate: '重新汇总' },
    // They lead to the unit's own report, which says itself what can be done with it.
    leads: /^(上报：.+|查看本级报告)$/,
    statusOf: ({ sentUp }) => (sentUp ? 'sent' : 'open'),
    perStatus: Infinity,
    inEachStatus: true,
  },
} as const satisfies Readonly<Record<string, ActionScreen>>;
