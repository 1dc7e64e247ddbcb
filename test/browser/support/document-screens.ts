import type { ActionScreen } from './allowed-actions.js';

/** Screens of cases, bulletins and notices, and what stands on the button of each action. */
export const DOCUMENT_SCREENS = {
  case: {
    list: '/cases',
    page: (id) => `/cases/${id}`,
    buttons: {
      edit: '修改',
      submit: '提交核实',
      void: '撤销',
      review: ({ status }, label) => label('CaseStep', status),
      confirmMasking: '确认称谓',
      reopen: '退回修改',
      handOver: '上报上级',
      recordAppeal: '登记申诉',
      revealNames: '查看真实姓名',
    },
    elsewhere: ['登记申诉', '查看真实姓名'],
  },
  bulletin: {
    list: '/bulletins',
    page: (id) => `/bulletins/${id}`,
    buttons: {
      edit: '修改',
      submit: '报送审批',
      review: ({ awaiting }, label) => label('BulletinStep', String(awaiting)),
      sign: '主要领导签发',
      number: '编号用印',
      issue: '印发',
      publish: '公开',
      cancel: '撤稿',
      correct: '更正',
      withdraw: '撤回通报',
    },
    leads: /^PDF 预览$/,
    // One for each step of the chain.
    perStatus: 6,
  },
  followUp: {
    list: '/bulletin-follow-ups',
    page: (id) => `/follow-ups/${id}`,
    buttons: { acknowledge: '签收', answer: '反馈自查情况', decide: '审核' },
    leads: /^查看通报$/,
  },
  notice: {
    list: '/notices',
    page: (id) => `/notices/${id}`,
    buttons: {
      edit: '修改',
      issue: '签发',
      sign: '签收',
      file: '签收（转办）',
      reply: '填写回复',
      signReply: '回复签字',
      concludeReply: '审核回复',
      returnReply: '审核回复',
      continueReply: '审核回复',
      conclude: '直接办结',
      withdraw: ({ status }) => (status === 'DRAFT' ? '作废草稿' : '撤回'),
    },
    perStatus: 4,
  },
  supervision: {
    list: '/issues',
    api: (id) => `/issues/${id}/supervision`,
    page: (id) => `/issues/${id}/supervision`,
    buttons: { urge: '催办', draftNotice: '草拟督办单', proposeMeasure: '提出督办措施' },
    actionsIn: ({ allowedActions, urgeObstacle }) => [
      ...allowedActions,
      ...(urgeObstacle === null ? ['urge'] : []),
    ],
    perStatus: 1,
  },
} as const satisfies Readonly<Record<string, ActionScreen>>;
