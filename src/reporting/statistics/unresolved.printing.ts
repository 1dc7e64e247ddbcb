import { UNRESOLVED_REASON } from '../../campaigns/codes/issue-codes.js';
import type { TemplateModels } from '../../documents/models.js';
import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { WorkbookColumn } from '../../documents/models-workbook.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  lines,
  sheetColumn as column,
  type SheetTable,
  text,
} from '../../registers/ledger/sheet.printing.js';
import type { UnresolvedBody, UnresolvedLine, UnresolvedSum } from './unresolved.body.js';

type Printed = Pick<
  UnresolvedBody,
  'items' | 'total' | 'overdue' | 'carriedOver' | 'reasons' | 'distribution'
>;

/** The printed 未整改到位问题清单 (domain §4.5). */
export function unresolvedModel(
  body: Printed,
  furniture: SheetFurniture,
): TemplateModels['unresolved-list'] {
  return {
    ...furniture,
    rows: body.items.map((line) => ({
      seq: line.seq,
      issueNo: text(line.issueNo),
      statement: line.statement,
      responsibleOrg: line.unit.name,
      currentDeadline: text(line.currentDeadline),
      overdueDays: line.carriedOver ? '持续整改' : String(line.overdueDays),
      reason: reasonOf(line),
      measures: text(line.measures),
      nextStep: text(line.nextStep),
      expectedFinishOn: text(line.expectedFinishOn),
      responsiblePerson: line.persons.join('\n'),
    })),
    reasons: body.reasons.map((sum) => ({ reason: sum.label, text: sumText(sum) })),
    totals: { count: body.total, overdue: body.overdue, carriedOver: body.carriedOver },
    notes: [distributionText(body)],
  };
}

const COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('问题编号', 'issueNo', 22),
  column('问题', 'statement', 44),
  column('责任单位', 'unit', 20),
  column('时限', 'currentDeadline', 12, 'date'),
  column('逾期天数', 'overdueDays', 8, 'integer'),
  column('是否持续整改', 'carriedOver', 10),
  column('未整改到位原因', 'reason', 32),
  column('已采取措施', 'measures', 40),
  column('下步打算', 'nextStep', 32),
  column('预计完成时间', 'expectedFinishOn', 12, 'date'),
  column('责任人', 'persons', 16),
];

export function unresolvedTable(body: Printed, furniture: SheetFurniture): SheetTable {
  return {
    name: '未整改到位',
    columns: COLUMNS,
    rows: body.items.map((line) => ({
      seq: line.seq,
      issueNo: line.issueNo,
      statement: line.statement,
      unit: line.unit.name,
      currentDeadline: line.currentDeadline,
      overdueDays: line.overdueDays,
      carriedOver: line.carriedOver ? '是' : '否',
      reason: reasonOf(line),
      measures: line.measures,
      nextStep: line.nextStep,
      expectedFinishOn: line.expectedFinishOn,
      persons: line.persons.join('、'),
    })),
    footer: [
      ...body.reasons.map((sum) => `${sum.label}：${sumText(sum)}`),
      `合计：共${body.total}个问题，其中逾期${body.overdue}个、持续整改${body.carriedOver}个`,
      distributionText(body),
    ],
    furniture,
  };
}

const reasonOf = ({ reason, reasonNote }: UnresolvedLine): string =>
  lines(labelOf(UNRESOLVED_REASON, reason), reasonNote);

const sumText = ({ count, overdue, carriedOver }: UnresolvedSum): string =>
  `${count}个（逾期${overdue}个、持续整改${carriedOver}个）`;

const distributionText = ({ distribution: { full, most, less } }: Printed): string =>
  `整改率100%的单位${full}个，80%至100%的${most}个，80%以下的${less}个。`;
