import { api, call, ifMatch, type Schemas } from '@/api/client';
import { session } from '@/session/session';
import type { Issue } from '../detail/useIssue';
import { type IssueStep, step } from './step';

const on = ({ id }: Issue, version: number) => ({
  params: { path: { id }, header: ifMatch(version) },
});

const RESULT_FIELDS = [
  { path: 'rectifiedOn', label: '整改完成时间', kind: 'date', required: true },
  {
    path: 'resultPerson',
    label: '见人',
    kind: 'area',
    rows: 2,
    required: true,
    hint: '责任人、受益对象是谁，落实到人的情况',
  },
  { path: 'resultFact', label: '见事', kind: 'area', rows: 2, required: true },
  { path: 'resultOutcome', label: '见结果', kind: 'area', rows: 2, required: true },
  { path: 'effect', label: '整改成效', kind: 'area', rows: 2, required: true },
] as const;

/** From 填报进展 to 归档. */
export const RECTIFYING_STEPS: readonly IssueStep[] = [
  step<Schemas['ProgressFields']>({
    action: 'addProgress',
    label: '填报进展',
    tone: 'primary',
    explain: ({ lastProgressMonth }) =>
      lastProgressMonth
        ? `最近一次填报：${lastProgressMonth}。更正时再报一条。`
        : '更正时再报一条。',
    fields: [
      { path: 'text', label: '整改进展', kind: 'area', rows: 4, required: true },
      { path: 'percent', label: '进度', kind: 'percent', required: true },
      { path: 'asOf', label: '进展日期', kind: 'date', hint: '留空为今天' },
      { path: 'verdict', label: '整改结果认定', kind: 'code', list: 'CompletionVerdict' },
      { path: 'effect', label: '整改成效', kind: 'area', rows: 2 },
      {
        path: 'unresolvedReason',
        label: '未整改到位原因',
        kind: 'code',
        list: 'UnresolvedReason',
        hint: '已逾期、已延期、持续整改的问题必填',
      },
      { path: 'unresolvedNote', label: '未整改到位说明', kind: 'area', rows: 2 },
      { path: 'nextStep', label: '下步打算', kind: 'area', rows: 2 },
      { path: 'recoveredFen', label: '已追缴金额', kind: 'money', hint: '截至进展日期的累计数' },
      { path: 'refundedFen', label: '退还群众金额', kind: 'money', hint: '截至进展日期的累计数' },
    ],
    initial: (issue) => ({
      text: '',
      percent: issue.percent,
      ...(issue.unresolvedReason && { unresolvedReason: issue.unresolvedReason }),
      ...(issue.recoveredFen !== null && { recoveredFen: issue.recoveredFen }),
      ...(issue.refundedFen !== null && { refundedFen: issue.refundedFen }),
    }),
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/progress', { ...on(issue, version), body })),
    done: '进展已填报',
  }),
  step<Schemas['ExtensionInput']>({
    action: 'requestExtension',
    label: '申请延期',
    explain: ({ currentDeadline, extensionCount }) =>
      `现整改时限${currentDeadline ?? '未定'}，已延期${extensionCount}次。延期由分管局领导审批。`,
    fields: [
      { path: 'newDeadline', label: '申请延至', kind: 'date', required: true },
      { path: 'reason', label: '延期理由', kind: 'area', required: true, hint: '至少10个字' },
      { path: 'progressSoFar', label: '目前进展', kind: 'area', required: true },
    ],
    initial: ({ latestProgress }) => ({ ...(latestProgress && { progressSoFar: latestProgress }) }),
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/extensions', { ...on(issue, version), body })),
    done: '延期申请已提交，等待审批',
  }),
  step<Schemas['ImmediateClosureInput']>({
    action: 'closeImmediately',
    label: '立行立改销号',
    explain: () => '当场整改完成的一般问题，附佐证后由另一人一步销号。',
    fields: [
      ...RESULT_FIELDS,
      { path: 'opinion', label: '意见', kind: 'area', rows: 2, required: true },
    ],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/immediate-closure', { ...on(issue, version), body })),
    done: '已销号',
  }),
  step<Schemas['CarryOverInput']>({
    action: 'carryOver',
    label: '批准挂账',
    explain: () => '因客观原因不能按期完成的，转为持续整改，按期复评。',
    fields: [
      {
        path: 'unresolvedReason',
        label: '未整改到位原因',
        kind: 'code',
        list: 'UnresolvedReason',
        required: true,
      },
      {
        path: 'unresolvedNote',
        label: '未整改到位说明',
        kind: 'area',
        required: true,
        hint: '至少10个字',
      },
      { path: 'stageGoal', label: '阶段目标', kind: 'area', rows: 2, required: true },
      { path: 'nextReviewOn', label: '下次复评时间', kind: 'date', required: true },
      { path: 'expectedFinishOn', label: '预计完成时间', kind: 'date', required: true },
      { path: 'nextStep', label: '下步打算', kind: 'area', rows: 2, required: true },
    ],
    initial: ({ unresolvedReason, unresolvedNote, nextStep }) => ({
      ...(unresolvedReason && { unresolvedReason }),
      ...(unresolvedNote && { unresolvedNote }),
      ...(nextStep && { nextStep }),
    }),
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/carry-over', { ...on(issue, version), body })),
    done: '已批准挂账，转为持续整改',
  }),
  step<Schemas['ResumptionInput']>({
    action: 'resume',
    label: '恢复整改',
    tone: 'primary',
    explain: () => '条件具备或阶段评估后，按新的时限恢复整改。',
    fields: [
      { path: 'assessment', label: '阶段评估', kind: 'area', required: true, hint: '至少10个字' },
      { path: 'deadline', label: '新的整改时限', kind: 'date', required: true },
    ],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/resumption', { ...on(issue, version), body })),
    done: '已恢复整改',
  }),
  step<Schemas['LookbackInput']>({
    action: 'recordLookback',
    label: '登记回头看',
    tone: 'primary',
    explain: () => '回头看发现虚假整改或反弹的，可重新挂账。',
    fields: [
      { path: 'checkedOn', label: '核查时间', kind: 'date', required: true },
      {
        path: 'methods',
        label: '核查方式',
        kind: 'codes',
        list: 'LookbackMethod',
        required: true,
      },
      { path: 'persons', label: '核查人员', kind: 'text', required: true, hint: '多人用顿号分开' },
      {
        path: 'result',
        label: '回头看结果',
        kind: 'code',
        list: 'LookbackResult',
        required: true,
      },
      { path: 'opinion', label: '核查意见', kind: 'area', required: true },
    ],
    initial: () => ({ methods: [], persons: session.me?.name ?? '' }),
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/lookbacks', { ...on(issue, version), body })),
    done: '回头看已登记',
  }),
  step<Schemas['ReopeningInput']>({
    action: 'reopen',
    label: '重新挂账',
    tone: 'danger',
    explain: () => '反弹的问题重新挂账，开始新一轮整改；前一轮记录不变。',
    fields: [
      { path: 'reason', label: '重新挂账理由', kind: 'area', required: true, hint: '至少10个字' },
      { path: 'basis', label: '依据', kind: 'area', rows: 2, required: true },
      { path: 'deadline', label: '新的整改时限', kind: 'date', required: true },
    ],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/reopening', { ...on(issue, version), body })),
    done: '已重新挂账',
  }),
  step<object>({
    action: 'archive',
    label: '归档',
    explain: () => '归档后只能查看。',
    fields: [],
    send: (issue, version) => call(api.POST('/api/issues/{id}/archive', on(issue, version))),
    done: '已归档',
  }),
];
