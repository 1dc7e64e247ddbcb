import { Injectable, type StreamableFile } from '@nestjs/common';
import {
  ISSUE_NATURE,
  ISSUE_SCOPE,
  RECTIFICATION_TYPE,
  SEVERITY,
} from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import { type CategoryEntry, categoriesOf } from '../../campaigns/category.rules.js';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { DocumentsService } from '../../documents/documents.service.js';
import type {
  WorkbookColumn,
  WorkbookModel,
  WorkbookSheet,
} from '../../documents/models-workbook.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { Reader } from '../../platform/database/reader.js';
import type { CodeList } from '../../platform/dictionary/code-list.js';
import { BoundedGate } from '../../platform/http/bounded-gate.js';
import { conflict } from '../../platform/http/problem.js';
import { IssueIntake } from '../issues/issue.intake.js';
import type { ImportRowBody } from './import.body.js';
import { IMPORT_COLUMNS, type ImportColumn } from './import.columns.js';
import { fullName } from './import.places.js';
import { ImportQueries } from './import.queries.js';

/** Rows of the template that are ready to be filled in. */
const TEMPLATE_ROWS = 2000;
const SHEET = '问题清单';

type Cells = Readonly<Record<string, string | number | null>>;

/** The workbooks around an import: template, result, faulty rows to be corrected. */
@Injectable()
export class ImportWorkbooks {
  private readonly gate = new BoundedGate({
    atOnce: 1,
    waitingMax: 20,
    busy: '正在生成的文件太多，请稍后再下载。',
  });

  constructor(
    private readonly documents: DocumentsService,
    private readonly queries: ImportQueries,
    private readonly intake: IssueIntake,
    private readonly units: UnitCatalog,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  async template(caller: Caller, campaignId: string): Promise<StreamableFile> {
    const campaign = await this.intake.campaignFor(this.reader, caller, campaignId);
    const columns = columnsOf(campaign, unitNames(caller, await this.units.load()));
    const data = dataSheet(campaign.title, columns, [], TEMPLATE_ROWS);
    const workbook = { title: `${campaign.title}问题导入模板`, sheets: [data, instructions()] };
    return this.render(workbook, `问题导入模板_${campaign.title}`);
  }

  /** Every row with what became of it. @throws 409 before anything was read */
  result(caller: Caller, id: string): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const record = await this.readable(caller, id);
      const rows: Cells[] = [];
      for await (const batch of this.queries.everyRow(id)) {
        rows.push(...batch.map((row) => ({ ...cellsOf(row), ...outcomeOf(row) })));
      }
      const columns = [...RESULT_COLUMNS, ...IMPORT_COLUMNS.filter(isGiven).map(asText)];
      const sheet = dataSheet(`${record.fileName}导入结果`, columns, rows, 0, '导入结果');
      return this.render({ title: '导入结果', sheets: [sheet] }, `导入结果_${baseOf(record)}`);
    });
  }

  /** The faulty rows as they were read, in the shape of the template, to be corrected and sent again. */
  faultyRows(caller: Caller, id: string): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const record = await this.readable(caller, id);
      const campaign = await this.intake.campaignFor(this.reader, caller, record.campaignId);
      const rows: Cells[] = [];
      for await (const batch of this.queries.everyRow(id, 'ERROR')) {
        rows.push(...batch.map((row) => ({ ...cellsOf(row), faults: notesText(row) })));
      }
      const columns = [
        ...columnsOf(campaign, unitNames(caller, await this.units.load())).map(textual),
        {
          header: '导入错误（改正后不必删除本列）',
          key: 'faults',
          width: 50,
          kind: 'text',
        } as const,
      ];
      const sheet = dataSheet(campaign.title, columns, rows, TEMPLATE_ROWS);
      const workbook = { title: '待改正的问题', sheets: [sheet, instructions()] };
      return this.render(workbook, `待改正_${baseOf(record)}`);
    });
  }

  private async readable(caller: Caller, id: string) {
    const record = await this.queries.own(this.reader, caller, id);
    if (record.status !== 'CHECKING' && record.totalRows > 0) return record;
    throw conflict('IMPORT_NOT_READ', '这个文件还没有检查完毕，或没有读到内容。');
  }

  private render(workbook: WorkbookModel, name: string): Promise<StreamableFile> {
    const stamp = { createdAt: this.clock.now(), id: newId() };
    return renderedFile(this.documents.renderWorkbook(workbook, stamp), 'xlsx', name);
  }
}

const baseOf = ({ fileName }: { fileName: string }): string => fileName.replace(/\.\w+$/, '');

const labels = <K extends string>({ codes, labels: names }: CodeList<K>): string[] =>
  codes.map((code) => names[code]);

/** Responsible units that the caller may name, a name that several bear after the unit above. */
function unitNames(caller: Caller, tree: UnitTree): string[] {
  const scope = Scope.of(caller, 'issue.create', tree);
  const units = tree.units.filter(({ id, disabledAt }) => disabledAt === null && scope?.covers(id));
  const seen = new Map<string, number>();
  for (const { name } of units) seen.set(name, (seen.get(name) ?? 0) + 1);
  return units.map((unit) => ((seen.get(unit.name) ?? 0) > 1 ? fullName(tree, unit) : unit.name));
}

/** The columns of the template with the choices of the campaign. */
function columnsOf(campaign: LoadedCampaign, units: readonly string[]): WorkbookColumn[] {
  const entries = categoriesOf(campaign.definition);
  const groups = [...new Set(entries.map(({ groupLabel }) => groupLabel))];
  const choices: Readonly<Record<string, readonly string[]>> = {
    source: labels(PROBLEM_SOURCE),
    categoryGroup: groups,
    nature: labels(ISSUE_NATURE),
    scope: labels(ISSUE_SCOPE),
    severity: labels(SEVERITY),
    rectificationType: labels(RECTIFICATION_TYPE),
    responsibleUnitId: units,
  };
  return IMPORT_COLUMNS.map((column) => {
    const { key, header, width, kind } = column;
    const dropdown = choices[key];
    const plain = { key, header, width, kind };
    if (key === 'category') return { ...plain, dropdownBy: categoryChoices(groups, entries) };
    return dropdown === undefined ? plain : { ...plain, dropdown };
  });
}

function categoryChoices(groups: readonly string[], entries: readonly CategoryEntry[]) {
  return {
    key: 'categoryGroup',
    groups: groups.map((name) => ({
      name,
      values: entries.filter(({ groupLabel }) => groupLabel === name).map(({ label }) => label),
    })),
  };
}

function dataSheet(
  title: string,
  columns: readonly WorkbookColumn[],
  rows: readonly Cells[],
  blankRows: number,
  name = SHEET,
): WorkbookSheet {
  return {
    name,
    title: name === SHEET ? `${title}问题清单` : title,
    columns,
    rows,
    landscape: true,
    blankRows,
  };
}

const INSTRUCTIONS = [
  '一行填一个问题，从表头下一行填起；不要改列名，列的顺序可以调整，用不到的列可以删去。',
  '日期写成2020-05-09或2020年5月9日；金额单位为元；编号、文号、条目号是文本，不会丢失位数。',
  '先选问题大类，问题类别的下拉列表随之变化。下拉列表里的名称也可以直接填写或粘贴；只有一项对得上时可以简写。',
  '合计行、填表人等表尾不会导入；公式按其结果导入。一次最多20000行。',
  '上传后先检查、后导入：有错误的行可以下载后改正，再单独上传。导入的问题是草稿，可以继续修改。',
];

function instructions(): WorkbookSheet {
  return {
    name: '填写说明',
    title: '填写说明',
    columns: [
      { header: '列名', key: 'header', width: 24, kind: 'text' },
      { header: '是否必填', key: 'presence', width: 12, kind: 'text' },
      { header: '怎样填写', key: 'help', width: 60, kind: 'text' },
    ],
    rows: IMPORT_COLUMNS.map(({ header, presence, help }) => ({ header, presence, help })),
    footer: INSTRUCTIONS.map((line, index) => `${index + 1}．${line}`),
    landscape: false,
  };
}

const RESULT_COLUMNS: readonly WorkbookColumn[] = [
  { header: '行号', key: 'rowNo', width: 7, kind: 'integer' },
  { header: '导入结果', key: 'outcome', width: 14, kind: 'text' },
  { header: '问题编号', key: 'issueNo', width: 22, kind: 'text' },
  { header: '错误和提示', key: 'faults', width: 50, kind: 'text' },
];

const isGiven = ({ key }: ImportColumn): boolean => key !== 'seq' && key !== 'issueNo';

const asText = ({ key, header, width }: ImportColumn): WorkbookColumn => ({
  ...{ key, header, width },
  kind: 'text',
});

/** As it was read: what does not fit a date or a number must be seen, and stays as it is. */
const textual = (column: WorkbookColumn): WorkbookColumn =>
  column.kind === 'yuan' || column.kind === 'integer' ? { ...column, kind: 'text' } : column;

const KEY_OF_HEADER = new Map(IMPORT_COLUMNS.map(({ header, key }) => [header, key]));

const cellsOf = ({ cells }: ImportRowBody): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([header, text]) => [KEY_OF_HEADER.get(header) ?? header, text]),
  );

const notesText = ({ notes }: ImportRowBody): string =>
  notes
    .map(({ column, message }) => (column === null ? message : `${column}：${message}`))
    .join('\n');

function outcomeOf(row: ImportRowBody): Cells {
  const outcome =
    row.state === 'ERROR'
      ? '有错误，未导入'
      : row.issueId === null
        ? '可以导入'
        : row.issueNo === null
          ? '已导入（草稿）'
          : '已导入并建账';
  const fault = row.registerFault === null ? '' : `未能建账：${row.registerFault}`;
  const faults = [notesText(row), fault].filter(Boolean).join('\n');
  return { rowNo: row.rowNo, outcome, issueNo: row.issueNo, faults };
}
