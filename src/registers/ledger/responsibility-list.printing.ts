import type { TemplateModels } from '../../documents/models.js';
import type { ResponsibilityRowModel, SheetFurniture } from '../../documents/models-sheets.js';
import type { WorkbookColumn } from '../../documents/models-workbook.js';
import type { NamedRef } from '../../platform/http/output.js';
import type {
  ResponsibilityLine,
  ResponsibleParty,
} from '../responsibilities/responsibility.body.js';
import { lines, sheetColumn as column, type SheetTable, text } from './sheet.printing.js';

/** The printed 责任清单 (D03). */
export function responsibilityListModel(
  rows: readonly ResponsibilityLine[],
  furniture: SheetFurniture,
): TemplateModels['responsibility-list'] {
  return { ...furniture, rows: rows.map(printedRow) };
}

function printedRow(row: ResponsibilityLine, index: number): ResponsibilityRowModel {
  const helpers = namesOf(row.coUnits);
  return {
    seq: index + 1,
    no: text(row.issueNo),
    summary: row.summary,
    responsibleLeader: row.leaders.map(partyOf).join('\n'),
    leadOrg: text(row.leadUnit?.name),
    responsibleOrgs: lines(row.responsibleUnit?.name, helpers && `配合：${helpers}`),
    division: namesOf(row.divisions),
    responsiblePerson: row.persons.map(partyOf).join('\n'),
    duty: dutyOf(row),
    supervisor: row.supervisors.map(partyOf).join('\n'),
    dueOn: text(row.dueOn),
  };
}

/** Name, post and masked phone, each on a line. */
const partyOf = ({ name, post, phone }: ResponsibleParty): string => lines(name, post, phone);

const namesOf = (units: readonly NamedRef[]): string => units.map(({ name }) => name).join('、');

function dutyOf({ leaders, persons }: ResponsibilityLine): string {
  const told = (label: string, parties: readonly ResponsibleParty[]): string[] =>
    [...new Set(parties.map(({ duty }) => duty))].map((duty) => `${label}：${duty}`);
  return lines(...told('责任领导', leaders), ...told('责任人', persons));
}

const COLUMNS: readonly WorkbookColumn[] = [
  column('序号', 'seq', 6, 'integer'),
  column('问题（任务）编号', 'no', 22),
  column('问题摘要', 'summary', 44),
  column('责任领导', 'responsibleLeader', 16),
  column(['责任主体', '牵头单位'], 'leadOrg', 20),
  column(['责任主体', '责任单位'], 'responsibleOrgs', 24),
  column(['责任主体', '责任科室'], 'division', 16),
  column(['责任主体', '责任人'], 'responsiblePerson', 18),
  column('责任内容', 'duty', 44),
  column('督办人', 'supervisor', 16),
  column('完成时限', 'dueOn', 12, 'date'),
];

export function responsibilityListTable(
  rows: readonly ResponsibilityLine[],
  furniture: SheetFurniture,
): SheetTable {
  return {
    name: '责任清单',
    columns: COLUMNS,
    rows: rows.map((row, index) => ({ ...printedRow(row, index) })),
    footer: [`合计：共${rows.length}个问题`],
    furniture,
  };
}
