import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import type { RectificationType } from '../../campaigns/codes/issue-codes.js';
import { latestDeadline } from '../../campaigns/deadline.rules.js';
import { type TableRow, textOfCell } from '../../documents/reading/table.js';
import type { Caller } from '../../identity/caller.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { unprintable } from '../../platform/http/text.js';
import { faultsOf } from '../../platform/http/validation.js';
import { draftFaults } from '../issues/issue.draft-check.js';
import { CreateIssueBody } from '../issues/issue.dto.js';
import { registrationFaults } from '../issues/issue.rules.js';
import { headerOf, type ImportColumnKey } from './import.columns.js';
import type { ImportNote, IssueImportRow } from './import.entity.js';
import { FieldReaders, type ReadFields } from './import.field-readers.js';
import type { Header } from './import.header.js';

/** The columns of a row that become columns of an issue. */
export type ImportedFields = Pick<
  IssueImportRow,
  | 'source'
  | 'sourceDocNo'
  | 'sourceItemNo'
  | 'foundOn'
  | 'category'
  | 'statement'
  | 'detail'
  | 'areaCode'
  | 'householdCount'
  | 'personCount'
  | 'amountInvolvedFen'
  | 'nature'
  | 'scope'
  | 'severity'
  | 'rectificationType'
  | 'causeAnalysis'
  | 'responsibleUnitId'
  | 'remark'
>;

export interface CheckedRow {
  readonly rowNo: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly fields: ImportedFields;
  readonly notes: ImportNote[];
}

const NOTHING: ImportedFields = {
  source: null,
  sourceDocNo: null,
  sourceItemNo: null,
  foundOn: null,
  category: null,
  statement: null,
  detail: null,
  areaCode: null,
  householdCount: null,
  personCount: null,
  amountInvolvedFen: null,
  nature: null,
  scope: null,
  severity: null,
  rectificationType: null,
  causeAnalysis: null,
  responsibleUnitId: null,
  remark: null,
};

const CAUSE_CHARACTERS_MAX = 5000;

export interface CheckContext {
  readonly caller: Caller;
  readonly tree: UnitTree;
  readonly campaign: LoadedCampaign;
  readonly today: string;
  readonly header: Header;
  /** In CSV an apostrophe keeps a text from being taken for a formula. */
  readonly format: 'xlsx' | 'csv';
}

/** Checks one row by itself: what can be read, the rules of a draft, what registration would miss. */
export class RowCheck {
  private readonly readers: FieldReaders;

  constructor(private readonly context: CheckContext) {
    this.readers = new FieldReaders(context);
  }

  check(row: TableRow): CheckedRow {
    const { header } = this.context;
    const cells: Record<string, string> = {};
    for (const [key, at] of header.positions) {
      const text = textOfCell(row.cells[at]);
      if (text !== '') cells[key] = text;
    }
    const read = this.readers.read(row);
    const fields = { ...NOTHING, ...read.fields };
    const notes = [...(row.hidden ? [HIDDEN] : []), ...read.notes];
    this.addFaults(fields, notes);
    this.addWarnings(fields, notes);
    return { rowNo: row.no, cells, fields, notes };
  }

  private addFaults(fields: ImportedFields, notes: ImportNote[]): void {
    const { campaign } = this.context;
    const { causeAnalysis, ...given } = presentOf(fields);
    const body = plainToInstance(CreateIssueBody, { ...given, campaignId: campaign.id });
    const row = { ...fields, bureauId: campaign.ownerUnitId };
    const found = [
      ...faultsOf(validateSync(body, { forbidUnknownValues: true })),
      ...draftFaults(row, given, this.context),
      ...causeFaults(causeAnalysis),
    ];
    const told = new Set(notes.filter(isError).map(({ column }) => column));
    for (const { path, code, message } of found) {
      const column = headerOf(path) ?? path;
      // What could not be read is missing too, but saying so would only confuse.
      if (!told.has(column)) notes.push({ level: 'ERROR', column, code, message });
    }
  }

  private addWarnings(fields: ImportedFields, notes: ImportNote[]): void {
    const { today } = this.context;
    const told = new Set(notes.filter(isError).map(({ column }) => column));
    for (const { path, code, message } of registrationFaults(fields, today)) {
      const column = headerOf(path) ?? path;
      if (!told.has(column)) notes.push({ level: 'WARNING', column, code, message });
    }
    const passed = this.passedDeadline(fields);
    if (passed) notes.push(passed);
  }

  private passedDeadline({ foundOn, rectificationType }: ImportedFields): ImportNote | undefined {
    const { campaign, today } = this.context;
    if (foundOn === null) return undefined;
    const type = (rectificationType ?? 'TIME_LIMITED') as RectificationType;
    const latest = latestDeadline(campaign.definition, type, foundOn);
    if (latest === undefined || latest >= today) return undefined;
    return {
      level: 'WARNING',
      column: headerOf('foundOn'),
      code: 'DEADLINE_PASSED',
      message: `按本次专项治理的规定应在${latest}前整改，时限已过`,
    };
  }
}

export const isError = ({ level }: ImportNote): boolean => level === 'ERROR';

const HIDDEN: ImportNote = {
  level: 'WARNING',
  column: null,
  code: 'HIDDEN_ROW',
  message: '这一行在表格中是隐藏的（可能被筛选掉了），请确认要导入',
};

function causeFaults(text: string | undefined): { path: string; code: string; message: string }[] {
  const path: ImportColumnKey = 'causeAnalysis';
  if (text === undefined) return [];
  if (text.length > CAUSE_CHARACTERS_MAX) {
    const message = `原因分析不能超过${CAUSE_CHARACTERS_MAX}个字`;
    return [{ path, code: 'TOO_LONG', message }];
  }
  const mark = unprintable(text);
  if (mark === undefined) return [];
  const message = `原因分析含有不能打印的字符“${mark}”，请改用文字`;
  return [{ path, code: 'NOT_PRINTABLE', message }];
}

function presentOf(fields: ImportedFields): ReadFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
