import { api, call, ifMatch, type Schemas } from '@/api/client';
import type { Issue } from '../detail/useIssue';
import { type IssueStep, step } from './step';

const on = ({ id }: Issue, version: number) => ({
  params: { path: { id }, header: ifMatch(version) },
});

/** From 建账 to 方案批准, and the ways out of the books. */
export const HANDLING_STEPS: readonly IssueStep[] = [
  step<object>({
    action: 'register',
    label: '建账',
    tone: 'primary',
    explain: () => '建账后生成问题编号，列入问题清单；必填项目由系统逐项核对。',
    fields: [],
    send: (issue, version) => call(api.POST('/api/issues/{id}/registration', on(issue, version))),
    done: '已建账，列入问题清单',
  }),
  step<Schemas['AssignBody']>({
    action: 'assign',
    label: '交办',
    tone: 'primary',
    explain: () => '交办后由责任单位签收；整改时限留空的，按整改类型推算。',
    fields: [
      { path: 'responsibleUnitId', label: '责任单位', kind: 'unit', required: true },
      { path: 'deadline', label: '整改时限', kind: 'date' },
      { path: 'handlingMode', label: '处置方式', kind: 'code', list: 'HandlingMode' },
      { path: 'note', label: '办理要求', kind: 'area' },
    ],
    initial: ({ responsibleUnit, currentDeadline }) => ({
      ...(responsibleUnit && { responsibleUnitId: responsibleUnit.id }),
      ...(currentDeadline && { deadline: currentDeadline }),
    }),
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/assignment', { ...on(issue, version), body })),
    done: '已交办，等待责任单位签收',
  }),
  step<object>({
    action: 'acknowledge',
    label: '签收',
    tone: 'primary',
    explain: ({ receiptDueOn }) =>
      `签收后开始制定整改方案。${receiptDueOn ? `签收期限${receiptDueOn}。` : ''}`,
    fields: [],
    send: (issue, version) =>
      call(api.POST('/api/issues/{id}/acknowledgement', on(issue, version))),
    done: '已签收，请填写整改方案',
  }),
  step<Schemas['ReasonBody']>({
    action: 'dispute',
    label: '管辖异议',
    explain: () => '不属于本单位管辖的，说明理由后退回交办单位重新交办。',
    fields: [{ path: 'reason', label: '理由', kind: 'area', required: true, hint: '至少10个字' }],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/dispute', { ...on(issue, version), body })),
    done: '已提出管辖异议，问题退回交办单位',
  }),
  step<object>({
    action: 'submitPlan',
    label: '报送方案',
    tone: 'primary',
    explain: () => '报送后方案不能再改，等待审核。',
    fields: [],
    send: (issue, version) =>
      call(api.POST('/api/issues/{id}/plan-submission', on(issue, version))),
    done: '整改方案已报送审核',
  }),
  review('approvePlan', '批准方案', 'APPROVED'),
  review('returnPlan', '退回方案', 'RETURNED'),
  step<Schemas['MergeBody']>({
    action: 'merge',
    label: '并案',
    explain: () => '同一事项并入另一条问题，本条终结，不再单独整改。',
    fields: [
      { path: 'targetIssueId', label: '并入的问题', kind: 'issue', required: true },
      { path: 'reason', label: '理由', kind: 'area', required: true, hint: '至少10个字' },
    ],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/merge', { ...on(issue, version), body })),
    done: '已并案',
  }),
  step<Schemas['TransferBody']>({
    action: 'transfer',
    label: '移送',
    explain: () => '移送有管辖权的机关，本条问题终结。',
    fields: [
      { path: 'organ', label: '接收机关', kind: 'text', required: true },
      { path: 'letterNo', label: '移送函文号', kind: 'text', required: true },
      { path: 'reason', label: '理由', kind: 'area', required: true, hint: '至少10个字' },
    ],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/transfer', { ...on(issue, version), body })),
    done: '已移送',
  }),
  step<Schemas['VoidBody']>({
    action: 'void',
    label: '撤销',
    tone: 'danger',
    explain: ({ status }) =>
      status === 'DRAFT'
        ? '草稿作废后不能恢复，记录保留。'
        : '问题不属实或登记有误的，撤销后不计入总数，列入撤销清单。',
    fields: [
      { path: 'reason', label: '理由', kind: 'area', required: true, hint: '至少10个字' },
      {
        path: 'sourceOrganConsent',
        label: '来源机关已同意撤销',
        kind: 'flag',
        hint: '上级反馈的问题须经来源机关同意',
      },
    ],
    send: (issue, version, body) =>
      call(api.POST('/api/issues/{id}/void', { ...on(issue, version), body })),
    done: '已撤销',
  }),
];

function review(
  action: 'approvePlan' | 'returnPlan',
  label: string,
  decision: Schemas['Decision'],
): IssueStep {
  const returned = decision === 'RETURNED';
  return step<Omit<Schemas['PlanReviewFields'], 'decision'>>({
    action,
    label,
    tone: returned ? 'danger' : 'primary',
    explain: () =>
      returned
        ? '退回责任单位修改后重新报送，须写明原因和补充整改要求。'
        : '批准后按方案整改，整改时限从此固定，变更须申请延期。',
    fields: [
      ...(returned
        ? ([
            {
              path: 'reasonCode',
              label: '退回原因',
              kind: 'code',
              list: 'ReturnReason',
              required: true,
            },
            {
              path: 'demand',
              label: '补充整改要求',
              kind: 'area',
              required: true,
              hint: '至少10个字，写明要补什么、补到什么程度',
            },
          ] as const)
        : []),
      { path: 'opinion', label: '审核意见', kind: 'area', required: true },
    ],
    send: (issue, version, body) =>
      call(
        api.POST('/api/issues/{id}/plan-review', {
          ...on(issue, version),
          body: { ...body, decision },
        }),
      ),
    done: returned ? '方案已退回' : '方案已批准，进入整改',
  });
}
