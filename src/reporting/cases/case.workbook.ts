import { VIOLATION_TYPE } from '../../campaigns/codes/problem-category.js';
import type { WorkbookColumn, WorkbookModel } from '../../documents/models-workbook.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { CASE_STATUS, DISCLOSURE } from './case.codes.js';
import type { CaseRow } from './case.queries.js';
import { moneyOf } from './case-figures.rules.js';
import { type CasePerson, dealtPersonCount, outcomeText } from './case-person.rules.js';

const column = (
  header: string,
  key: string,
  width: number,
  kind: WorkbookColumn['kind'] = 'text',
): WorkbookColumn => ({ header, key, width, kind });

const COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('案例编号', 'caseNo', 20),
  column('所属季度', 'quarter', 10),
  column('案例标题', 'title', 36),
  column('违纪违法类型', 'violationType', 14),
  column('主管单位', 'bureau', 18),
  column('发生单位', 'place', 18),
  column('涉案人员', 'persons', 30),
  column('处理结果', 'outcomes', 36),
  column('处理人数', 'dealt', 9, 'integer'),
  column('违规金额', 'wrongFen', 13, 'yuan'),
  column('应追缴', 'dueFen', 13, 'yuan'),
  column('已追缴', 'recoveredFen', 13, 'yuan'),
  column('免予追缴', 'waivedFen', 13, 'yuan'),
  column('未追缴', 'outstandingFen', 13, 'yuan'),
  column('公开方式', 'disclosure', 10),
  column('状态', 'status', 10),
  column('结案日期', 'concludedOn', 12, 'date'),
];

/** 典型案例汇总表: a row for each case, people under their public names. */
export function caseWorkbook(
  rows: readonly CaseRow[],
  unit: string,
  today: string,
  tree: UnitTree,
): WorkbookModel {
  const title = '农村低保专项治理典型案例汇总表';
  return {
    title,
    sheets: [
      {
        name: '典型案例',
        title,
        subtitle: [`填报单位：${unit}`, `截至${today}`],
        columns: COLUMNS,
        rows: rows.map((row, index) => lineOf(row, index + 1, tree)),
        footer: ['注：涉案人员一律使用公开称谓；处理人数按每个案例分别统计。'],
        landscape: true,
      },
    ],
  };
}

function lineOf(row: CaseRow, seq: number, tree: UnitTree) {
  const { persons, placeUnitId } = row;
  return {
    seq,
    caseNo: row.caseNo,
    quarter: row.quarter,
    title: row.title,
    violationType: labelOf(VIOLATION_TYPE, row.violationType),
    bureau: tree.find(row.bureauId)?.name ?? '',
    place: placeUnitId === null ? '' : (tree.find(placeUnitId)?.name ?? ''),
    persons: persons.map(({ publicName, post }) => `${publicName}（${post}）`).join('\n'),
    outcomes: persons.flatMap(outcomeOf).join('\n'),
    dealt: dealtPersonCount(persons),
    ...moneyOf(row),
    disclosure: labelOf(DISCLOSURE, row.disclosure),
    status: labelOf(CASE_STATUS, row.status),
    concludedOn: row.concludedOn,
  };
}

const outcomeOf = ({ publicName, sanctions }: CasePerson): string[] =>
  sanctions.length === 0 ? [] : [`${publicName}：${outcomeText(sanctions)}`];
