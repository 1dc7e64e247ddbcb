import type { Schemas } from '@/api/client';
import { money } from '@/components/format';
import type { Column, Filter } from '@/resource/types';
import type { Choice } from '@/api/dictionary';

export type LedgerLine = Schemas['LedgerLine'];
type Label = (list: string, code: string | null | undefined) => string;

const people = (persons: LedgerLine['persons']): string =>
  persons.map(({ name, post }) => [name, post].filter(Boolean).join(' ')).join('、');

/** The columns of 整改台账 in the order of the printed form. */
export const ledgerColumns = (label: Label): readonly Column<LedgerLine>[] => [
  {
    key: 'issueNo',
    label: '问题编号',
    card: 'fact',
    width: 182,
    numeric: true,
    sortable: true,
    fixed: true,
  },
  { key: 'statement', label: '存在的问题', card: 'title', width: 230, fixed: true },
  { key: 'light', label: '时限灯', card: 'mark', width: 122 },
  { key: 'status', label: '整改状态', card: 'mark', width: 118 },
  {
    key: 'responsibleUnit',
    label: '责任单位',
    card: 'fact',
    width: 124,
    text: ({ responsibleUnit }) => responsibleUnit?.name,
  },
  {
    key: 'source',
    label: '问题来源',
    width: 132,
    text: ({ source }) => source && label('ProblemSource', source),
  },
  {
    key: 'category',
    label: '问题类别',
    width: 150,
    text: ({ categoryName, category }) =>
      categoryName ?? (category && label('ProblemCategory', category)),
  },
  { key: 'causeAnalysis', label: '原因分析', width: 220 },
  { key: 'goal', label: '整改目标', width: 180, hidden: true },
  { key: 'measures', label: '整改措施', width: 320 },
  {
    key: 'rectificationType',
    label: '整改类型',
    width: 90,
    text: ({ rectificationType }) =>
      rectificationType && label('RectificationType', rectificationType),
  },
  {
    key: 'currentDeadline',
    label: '整改时限',
    card: 'fact',
    width: 112,
    numeric: true,
    sortable: true,
  },
  { key: 'originalDeadline', label: '原整改时限', width: 112, numeric: true, hidden: true },
  { key: 'leaders', label: '责任领导', width: 130, text: ({ leaders }) => people(leaders) },
  { key: 'persons', label: '责任人', width: 130, text: ({ persons }) => people(persons) },
  {
    key: 'percent',
    label: '进度',
    width: 68,
    numeric: true,
    align: 'right',
    text: ({ percent }) => `${percent}%`,
  },
  { key: 'progress', label: '整改进展情况', width: 280 },
  { key: 'effect', label: '整改成效', width: 200 },
  { key: 'rectifiedOn', label: '整改完成时间', width: 118, numeric: true },
  {
    key: 'recoveredFen',
    label: '追缴资金（元）',
    width: 128,
    numeric: true,
    align: 'right',
    text: ({ recoveredFen }) => money(recoveredFen),
  },
  {
    key: 'refundedFen',
    label: '退还群众（元）',
    width: 128,
    numeric: true,
    align: 'right',
    text: ({ refundedFen }) => money(refundedFen),
  },
  { key: 'rulesMade', label: '建章立制', width: 180, hidden: true },
  { key: 'extendedCheck', label: '举一反三情况', width: 180, hidden: true },
  {
    key: 'closed',
    label: '是否销号',
    width: 84,
    align: 'center',
    text: ({ closed }) => (closed ? '是' : '否'),
  },
  { key: 'closedOn', label: '销号时间', width: 108, numeric: true },
  { key: 'closureNo', label: '销号编号', width: 220, numeric: true, hidden: true },
  { key: 'unresolved', label: '未整改到位原因', width: 200 },
  { key: 'nextStep', label: '下步打算', width: 180 },
  { key: 'remark', label: '备注', width: 140, hidden: true },
];

export const ledgerFilters = (campaigns: () => readonly Choice[]): readonly Filter[] => [
  { kind: 'text', key: 'q', label: '关键字', placeholder: '编号、问题表述', width: 190 },
  {
    kind: 'choices',
    key: 'campaignId',
    label: '专项治理',
    choices: campaigns,
    single: true,
    width: 190,
  },
  { kind: 'unit', key: 'unitId', label: '责任单位', width: 150 },
  { kind: 'choices', key: 'category', label: '问题类别', list: 'ProblemCategory', width: 150 },
  { kind: 'choices', key: 'source', label: '问题来源', list: 'ProblemSource', width: 130 },
  { kind: 'choices', key: 'status', label: '整改状态', list: 'IssueStatus', width: 130 },
  { kind: 'choices', key: 'light', label: '时限灯', list: 'Light', width: 110 },
  { kind: 'choices', key: 'severity', label: '严重程度', list: 'Severity', width: 110 },
  {
    kind: 'choices',
    key: 'rectificationType',
    label: '整改类型',
    list: 'RectificationType',
    width: 120,
  },
  { kind: 'dates', key: 'due', from: 'dueFrom', to: 'dueTo', label: '整改时限', width: 220 },
  { kind: 'dates', key: 'found', from: 'foundFrom', to: 'foundTo', label: '发现日期', width: 220 },
  { kind: 'month', key: 'month', label: '进展月份', width: 130 },
  { kind: 'flag', key: 'overdue', label: '只看逾期', width: 110 },
];
