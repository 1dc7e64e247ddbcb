import { ISSUE_NATURE, ISSUE_SCOPE, SEVERITY } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import type { TemplateModels } from '../../documents/models.js';
import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { WorkbookColumn } from '../../documents/models-workbook.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import type { IssueLine } from './issue-list.rows.js';
import {
  choiceOf,
  printedSource,
  sheetColumn as column,
  type SheetTable,
  text,
  yuan,
} from './sheet.printing.js';

/** The printed 问题清单 (D01). */
export function issueListModel(
  rows: readonly IssueLine[],
  furniture: SheetFurniture,
): TemplateModels['issue-list'] {
  const { households, persons, fen } = totalsOf(rows);
  return {
    ...furniture,
    rows: rows.map((row, index) => ({
      ...wordsOf(row),
      seq: index + 1,
      issueNo: text(row.issueNo),
      foundOn: text(row.foundOn),
      householdCount: text(row.householdCount),
      personCount: text(row.personCount),
      amountInvolved: yuan(row.amountInvolvedFen),
    })),
    totals: {
      count: rows.length,
      householdCount: String(households),
      personCount: String(persons),
      amountInvolved: yuan(fen),
    },
  };
}

function wordsOf(row: IssueLine) {
  return {
    source: printedSource(labelOf(PROBLEM_SOURCE, row.source), row.sourceDocNo, row.sourceItemNo),
    category: row.categoryName,
    statement: row.statement,
    detail: text(row.detail),
    area: row.area,
    nature: labelOf(ISSUE_NATURE, row.nature),
    scope: labelOf(ISSUE_SCOPE, row.scope).replace('问题', ''),
    severity: labelOf(SEVERITY, row.severity),
    causeAnalysis: text(row.causeAnalysis),
    responsibleOrg: row.responsibleOrg,
    remark: text(row.remark),
  };
}

function totalsOf(rows: readonly IssueLine[]) {
  return rows.reduce(
    (sum, row) => ({
      households: sum.households + (row.householdCount ?? 0),
      persons: sum.persons + (row.personCount ?? 0),
      fen: sum.fen + (row.amountInvolvedFen ?? 0),
    }),
    { households: 0, persons: 0, fen: 0 },
  );
}

const COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('问题编号', 'issueNo', 22),
  column('问题来源', 'source', 22),
  column('反馈（发现）时间', 'foundOn', 12, 'date'),
  column('问题类别', 'category', 18),
  column('问题表述（反馈原文）', 'statement', 40),
  column('具体表现', 'detail', 44),
  column(['涉及情况', '镇街、村'], 'area', 16),
  column(['涉及情况', '户数'], 'householdCount', 8, 'integer'),
  column(['涉及情况', '人数'], 'personCount', 8, 'integer'),
  column(['涉及情况', '金额（元）'], 'amountInvolvedFen', 14, 'yuan'),
  choiceOf(column(['定性', '性质'], 'nature', 14), ISSUE_NATURE),
  column(['定性', '共性/个性'], 'scope', 10),
  choiceOf(column(['定性', '严重程度'], 'severity', 12), SEVERITY),
  column('原因分析', 'causeAnalysis', 32),
  column('责任单位', 'responsibleOrg', 20),
  column('备注', 'remark', 20),
];

export function issueListTable(rows: readonly IssueLine[], furniture: SheetFurniture): SheetTable {
  const { households, persons, fen } = totalsOf(rows);
  return {
    name: '问题清单',
    columns: COLUMNS,
    rows: rows.map((row, index) => ({
      ...wordsOf(row),
      seq: index + 1,
      issueNo: row.issueNo,
      foundOn: row.foundOn,
      householdCount: row.householdCount,
      personCount: row.personCount,
      amountInvolvedFen: row.amountInvolvedFen,
    })),
    footer: [`合计：共${rows.length}个问题，涉及${households}户、${persons}人，金额${yuan(fen)}元`],
    furniture,
  };
}
