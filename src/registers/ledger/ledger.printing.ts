import {
  COMPLETION_VERDICT,
  RECTIFICATION_TYPE,
  UNRESOLVED_REASON,
} from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import type { TemplateModels } from '../../documents/models.js';
import type {
  LedgerBalanceModel,
  LedgerRowModel,
  SheetFurniture,
} from '../../documents/models-sheets.js';
import type { WorkbookColumn } from '../../documents/models-workbook.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { isOpen, ISSUE_STATUS } from '../codes.js';
import type { LedgerLine, LedgerPerson } from './ledger.body.js';
import {
  choiceOf,
  lines,
  printedLight,
  printedSource,
  sheetColumn as column,
  type SheetTable,
  text,
  yuan,
} from './sheet.printing.js';

/** What is printed around the lines of a 整改台账. */
export interface LedgerPrintContext {
  readonly furniture: SheetFurniture;
  readonly balance: LedgerBalanceModel;
  /** Further lines under the table, each printed as 注：…. */
  readonly notes: readonly string[];
}

/** The printed 整改台账 (D04) of some lines, numbered in their order. Pure: equal input, equal model. */
export function ledgerModel(
  rows: readonly LedgerLine[],
  { furniture, balance, notes }: LedgerPrintContext,
): TemplateModels['rectification-ledger'] {
  return {
    ...furniture,
    rows: rows.map(printedRow),
    totals: ledgerTotals(rows),
    balance,
    notes,
  };
}

export function ledgerTotals(
  rows: readonly LedgerLine[],
): TemplateModels['rectification-ledger']['totals'] {
  const count = (matches: (row: LedgerLine) => boolean): number => rows.filter(matches).length;
  return {
    count: rows.length,
    closed: count((row) => row.closed),
    open: count((row) => isOpen(row.status)),
    overdue: count((row) => row.overdue),
    carriedOver: count((row) => row.status === 'CARRIED_OVER'),
    left: count((row) => !row.closed && !isOpen(row.status)),
  };
}

function printedRow(row: LedgerLine, index: number): LedgerRowModel {
  return {
    seq: index + 1,
    issueNo: text(row.issueNo),
    source: sourceOf(row),
    category: text(row.categoryName),
    statement: row.statement,
    causeAnalysis: text(row.causeAnalysis),
    measures: row.measures.map(({ measure }) => measure),
    currentDeadline: text(row.currentDeadline),
    originalDeadline: isExtended(row) ? text(row.originalDeadline) : '',
    responsibleLeader: names(row.leaders),
    responsibleOrg: text(row.responsibleUnit?.name),
    responsiblePerson: names(row.persons),
    progress: progressOf(row),
    status: lines(labelOf(ISSUE_STATUS, row.status), printedVerdict(row)),
    closedOn: text(row.closedOn),
    light: printedLight(row.light),
    remark: remarkOf(row),
  };
}

const sourceOf = (row: LedgerLine): string =>
  printedSource(labelOf(PROBLEM_SOURCE, row.source), row.sourceDocNo, row.sourceItemNo);

const isExtended = ({ originalDeadline, currentDeadline }: LedgerLine): boolean =>
  originalDeadline !== null && originalDeadline !== currentDeadline;

const names = (people: readonly LedgerPerson[]): string =>
  people.map(({ name, post }) => name ?? post ?? '').join('、');

/** A verdict that the status does not tell already. */
const printedVerdict = (row: LedgerLine): string =>
  row.closed || row.status === 'CARRIED_OVER' ? '' : labelOf(COMPLETION_VERDICT, row.verdict);

/** This month's entries, else the latest one; then effect, reasons and next step where there are any. */
function progressOf(row: LedgerLine): string {
  return lines(
    ...progressTexts(row),
    row.effect && `成效：${row.effect}`,
    unresolvedOf(row) && `未整改到位原因：${unresolvedOf(row)}`,
    row.nextStep && `下步打算：${row.nextStep}`,
  );
}

function progressTexts(row: LedgerLine): string[] {
  if (row.progressEntries.length === 0) return row.latestProgress ? [row.latestProgress] : [];
  return row.progressEntries.map(
    ({ asOf, text: told, percent }) =>
      `${chineseDate(asOf).replace(/^\d+年/, '')}：${told}（进度${percent}%）`,
  );
}

const unresolvedOf = (row: LedgerLine): string =>
  [labelOf(UNRESOLVED_REASON, row.unresolvedReason), row.unresolvedNote].filter(Boolean).join('，');

function remarkOf(row: LedgerLine): string {
  return lines(
    row.isKey ? '重点督办' : '',
    row.cycleNo > 1 ? `第${row.cycleNo}轮整改` : '',
    row.overdue ? `逾期${row.overdueDays}天` : '',
    row.recoveredFen ? `已追缴${yuan(row.recoveredFen)}元` : '',
    row.refundedFen ? `已退还${yuan(row.refundedFen)}元` : '',
    row.endingNote,
    row.remark,
  );
}

/** 期初3＋新增8… in one line, for under a table. */
export const balanceLine = (balance: LedgerBalanceModel): string =>
  `对账：期初${balance.opening}＋新增${balance.opened}＋重开${balance.reopened}` +
  `＋移入${balance.transferredIn}－销号${balance.closed}－移出${balance.transferredOut}` +
  `－撤并${balance.removed}＝期末${balance.closing}`;

/** Every column of D04 in its order; paper leaves some out for want of room. */
const COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('问题编号', 'issueNo', 22),
  column('问题来源', 'source', 18),
  column('问题类别', 'category', 18),
  column('存在的问题', 'statement', 40),
  column('原因分析', 'causeAnalysis', 30),
  column('整改目标', 'goal', 24),
  column('整改措施', 'measures', 40),
  choiceOf(column('整改类型', 'rectificationType', 10), RECTIFICATION_TYPE),
  column('整改时限', 'currentDeadline', 12, 'date'),
  column('原整改时限', 'originalDeadline', 12, 'date'),
  column('责任领导', 'responsibleLeader', 14),
  column('责任单位', 'responsibleOrg', 20),
  column('责任人', 'responsiblePerson', 14),
  column('整改进展情况', 'progress', 40),
  column('进度（%）', 'percent', 8, 'integer'),
  column('整改成效', 'effect', 30),
  column('整改完成时间', 'rectifiedOn', 12, 'date'),
  choiceOf(column('整改状态', 'status', 12), ISSUE_STATUS),
  choiceOf(column('整改结果认定', 'verdict', 14), COMPLETION_VERDICT),
  column('追缴资金（元）', 'recoveredFen', 14, 'yuan'),
  column('退还群众（元）', 'refundedFen', 14, 'yuan'),
  column('责任追究情况', 'resultPerson', 24),
  column('建章立制', 'rulesMade', 24),
  column('举一反三情况', 'extendedCheck', 24),
  column('是否销号', 'closed', 8),
  column('销号时间', 'closedOn', 12, 'date'),
  column('未整改到位原因', 'unresolved', 24),
  column('下步打算', 'nextStep', 24),
  column('灯', 'light', 5),
  column('逾期天数', 'overdueDays', 8, 'integer'),
  column('备注', 'remark', 20),
];

/** The same ledger with every column, for workbooks and CSV. */
export function ledgerTable(rows: readonly LedgerLine[], context: LedgerPrintContext): SheetTable {
  const { count, closed, open, overdue, carriedOver, left } = ledgerTotals(rows);
  return {
    name: '整改台账',
    columns: COLUMNS,
    rows: rows.map(tableRow),
    footer: [
      `合计：共${count}项，其中已销号${closed}项、未销号${open}项（逾期${overdue}项，挂账持续整改${carriedOver}项）、撤并移送${left}项`,
      balanceLine(context.balance),
      ...context.notes.map((note) => `注：${note}`),
    ],
    furniture: context.furniture,
  };
}

function tableRow(row: LedgerLine, index: number): SheetTable['rows'][number] {
  return {
    seq: index + 1,
    issueNo: row.issueNo,
    source: sourceOf(row),
    category: row.categoryName,
    statement: row.statement,
    causeAnalysis: row.causeAnalysis,
    goal: row.goal,
    measures: row.measures
      .map(({ measure, dueOn }, at) => `${at + 1}. ${measure}${dueOn ? `（${dueOn}前）` : ''}`)
      .join('\n'),
    rectificationType: labelOf(RECTIFICATION_TYPE, row.rectificationType),
    currentDeadline: row.currentDeadline,
    originalDeadline: row.originalDeadline,
    responsibleLeader: names(row.leaders),
    responsibleOrg: text(row.responsibleUnit?.name),
    responsiblePerson: names(row.persons),
    progress: progressTexts(row).join('\n'),
    percent: row.percent,
    effect: row.effect,
    rectifiedOn: row.rectifiedOn,
    status: labelOf(ISSUE_STATUS, row.status),
    verdict: labelOf(COMPLETION_VERDICT, row.verdict),
    recoveredFen: row.recoveredFen,
    refundedFen: row.refundedFen,
    resultPerson: row.resultPerson,
    rulesMade: row.rulesMade,
    extendedCheck: row.extendedCheck,
    closed: row.closed ? '是' : '否',
    closedOn: row.closedOn,
    unresolved: unresolvedOf(row),
    nextStep: row.nextStep,
    light: printedLight(row.light),
    overdueDays: row.overdueDays,
    remark: lines(row.cycleNo > 1 ? `第${row.cycleNo}轮整改` : '', row.endingNote, row.remark),
  };
}
