import { categoriesOf, type CategoryEntry } from '../../campaigns/category.rules.js';
import type { LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import {
  ISSUE_NATURE,
  ISSUE_SCOPE,
  RECTIFICATION_TYPE,
  RECTIFICATION_TYPE_AUDIT,
  SEVERITY,
} from '../../campaigns/codes/issue-codes.js';
import {
  CATEGORY_GROUP,
  type CategoryGroup,
  groupOfCategory,
  PROBLEM_CATEGORY,
  type ProblemCategory,
} from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE, type ProblemSource } from '../../campaigns/codes/problem-source.js';
import { normalizeDocNo } from '../../campaigns/definition/documents.js';
import { type TableCell, type TableRow, textOfCell } from '../../documents/reading/table.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { CodeReader, readShort } from './import.choices.js';
import { headerOf, type ImportColumnKey } from './import.columns.js';
import type { ImportNote } from './import.entity.js';
import type { Header } from './import.header.js';
import { PlaceNames } from './import.places.js';
import type { ImportedFields } from './import.row-check.js';
import {
  keyOf,
  NameIndex,
  readDate,
  readInteger,
  type Reading,
  readNumberText,
  readText,
  readYuan,
} from './import.values.js';

/** The fields that a row fills in. */
export type ReadFields = { [K in keyof ImportedFields]?: NonNullable<ImportedFields[K]> };

const NATURES = new CodeReader(ISSUE_NATURE);
const SCOPES = new CodeReader(ISSUE_SCOPE, { INDIVIDUAL: ['个性'], COMMON: ['共性'] });
const SEVERITIES = new CodeReader(SEVERITY, {
  PROMINENT: ['较重', '突出'],
  SERIOUS: ['严重', '重大'],
});
const TYPES = new CodeReader(RECTIFICATION_TYPE, {
  TIME_LIMITED: [RECTIFICATION_TYPE_AUDIT.labels.TIME_LIMITED],
  LONG_TERM: [RECTIFICATION_TYPE_AUDIT.labels.LONG_TERM],
});
const SOURCES = new CodeReader(PROBLEM_SOURCE);
const GROUPS = new CodeReader(CATEGORY_GROUP);

interface ReaderContext {
  readonly tree: UnitTree;
  readonly campaign: LoadedCampaign;
  readonly header: Header;
  readonly format: 'xlsx' | 'csv';
}

/** Reads the cells of a row, each column in its own way. */
export class FieldReaders {
  private readonly places: PlaceNames;
  private readonly entries: readonly CategoryEntry[];
  private readonly categories = new NameIndex();
  private readonly groups: ReadonlyMap<string, CategoryGroup>;

  constructor(private readonly context: ReaderContext) {
    const { tree, campaign } = context;
    this.places = new PlaceNames(tree, campaign.ownerUnitId);
    this.entries = categoriesOf(campaign.definition);
    this.groups = new Map(this.entries.map(({ group, groupLabel }) => [keyOf(groupLabel), group]));
    for (const { code, label, groupLabel } of this.entries) {
      this.categories.add(label, code);
      this.categories.add(`${groupLabel}${label}`, code);
    }
    for (const code of PROBLEM_CATEGORY.codes) {
      this.categories.add(code, code);
      this.categories.add(numberOfCategory(code), code);
      this.categories.add(PROBLEM_CATEGORY.labels[code], code);
    }
  }

  read(row: TableRow): { fields: ReadFields; notes: ImportNote[] } {
    const fields: ReadFields = {};
    const notes: ImportNote[] = [];
    const take = <K extends keyof ReadFields>(
      key: K & ImportColumnKey,
      reading: Reading<NonNullable<ReadFields[K]>>,
    ): void => {
      const column = headerOf(key);
      if ('fault' in reading) {
        notes.push({ level: 'ERROR', column, code: 'UNREADABLE', message: reading.fault });
        return;
      }
      if (reading.value !== null) fields[key] = reading.value;
      if (reading.warning === undefined) return;
      notes.push({ level: 'WARNING', column, code: 'DOUBTFUL', message: reading.warning });
    };
    const cell = (key: ImportColumnKey): TableCell => this.cellOf(row, key, notes);
    this.readOrigin(cell, take);
    take('foundOn', readDate(cell('foundOn')));
    take('category', this.readCategory(cell('categoryGroup'), cell('category')));
    take('statement', readText(cell('statement')));
    take('detail', readText(cell('detail')));
    take('areaCode', this.places.readArea(cell('areaCode')));
    take('householdCount', readInteger(cell('householdCount')));
    take('personCount', readInteger(cell('personCount')));
    take('amountInvolvedFen', readYuan(cell('amountInvolvedFen')));
    take('nature', NATURES.read(cell('nature')));
    take('scope', SCOPES.read(cell('scope')));
    take('severity', SEVERITIES.read(cell('severity')));
    take('rectificationType', TYPES.read(cell('rectificationType')));
    take('causeAnalysis', readText(cell('causeAnalysis')));
    take('responsibleUnitId', this.places.readUnit(cell('responsibleUnitId')));
    take('remark', readText(cell('remark')));
    return { fields, notes };
  }

  /** The cell of a column; tells of formulas, whose last value is taken, and of their errors. */
  private cellOf({ cells }: TableRow, key: ImportColumnKey, notes: ImportNote[]): TableCell {
    const at = this.context.header.positions.get(key);
    const cell = at === undefined ? null : (cells[at] ?? null);
    if (typeof cell === 'string') {
      return this.context.format === 'csv' && cell.startsWith("'") ? cell.slice(1) : cell;
    }
    if (cell === null) return null;
    const column = headerOf(key);
    if (cell.kind === 'error') {
      const message = cell.text
        ? `单元格的公式出错（${cell.text}）`
        : '单元格的公式没有结果，请在表格软件中打开、保存后再上传';
      notes.push({ level: 'ERROR', column, code: 'FORMULA_ERROR', message });
      return null;
    }
    if (cell.formula) {
      const message = `单元格是公式，按其结果“${cell.text}”导入`;
      notes.push({ level: 'WARNING', column, code: 'FORMULA', message });
    }
    return cell;
  }

  /** Source, document and item; printed lists have all three in one cell. */
  private readOrigin(
    cell: (key: ImportColumnKey) => TableCell,
    take: (key: 'source' | 'sourceDocNo' | 'sourceItemNo', reading: Reading<string>) => void,
  ): void {
    const source = cell('source');
    const printed = printedOrigin(textOfCell(source));
    const docNo = readNumberText(cell('sourceDocNo'));
    const itemNo = readNumberText(cell('sourceItemNo'));
    take('source', printed ? { value: printed.source } : SOURCES.read(source));
    const own = 'value' in docNo && docNo.value !== null ? normalizeDocNo(docNo.value) : null;
    take('sourceDocNo', 'fault' in docNo ? docNo : { value: own ?? printed?.docNo ?? null });
    take(
      'sourceItemNo',
      'fault' in itemNo ? itemNo : { value: itemNo.value ?? printed?.itemNo ?? null },
    );
  }

  private readCategory(groupCell: TableCell, cell: TableCell): Reading<ProblemCategory> {
    const text = textOfCell(cell).trim();
    const groupText = textOfCell(groupCell).trim();
    const group = this.groups.get(keyOf(groupText)) ?? GROUPS.find(groupText);
    if (groupText !== '' && group === undefined) return { fault: `没有“${groupText}”这个问题大类` };
    if (text === '') return { value: null };
    const all = this.categories.find(text) as readonly ProblemCategory[];
    const { campaign } = this.context;
    // A name of this campaign's own goes before the general one.
    const used = all.filter((code) => campaign.hasCategory(code));
    const found = used.length > 0 ? used : all;
    if (found.length === 0) return this.readShortCategory(text, group);
    const within = found.filter((code) => group === undefined || groupOfCategory(code) === group);
    const [code] = within.length > 0 ? within : found;
    if (within.length > 1)
      return { fault: `有${within.length}个问题类别叫“${text}”，请填写问题大类` };
    if (within.length === 0 && found.length === 1) {
      return { value: code ?? null, warning: `“${text}”不属于大类“${groupText}”，按类别导入` };
    }
    return within.length === 0
      ? { fault: `大类“${groupText}”下没有“${text}”` }
      : { value: code ?? null };
  }

  private readShortCategory(text: string, group?: CategoryGroup): Reading<ProblemCategory> {
    const choices = this.entries
      .filter((entry) => group === undefined || entry.group === group)
      .map(({ code, label }) => ({ name: label, value: code }));
    return readShort(text, PROBLEM_CATEGORY.title, choices);
  }
}

/** `G01` of `G01_PHONE`. */
const numberOfCategory = (code: ProblemCategory): string => code.slice(0, code.indexOf('_'));

interface Origin {
  readonly source: ProblemSource;
  readonly docNo: string | null;
  readonly itemNo: string | null;
}

/** Takes `督查检查\n（示民函〔2020〕8号第3条）` apart, as printed lists have it. */
export function printedOrigin(text: string): Origin | undefined {
  const match = /^\s*(.+?)\s*\n\s*（([\s\S]+)）\s*$/.exec(text.replace(/\r\n?/g, '\n'));
  const source = match && SOURCES.find(match[1] ?? '');
  if (!source) return undefined;
  const origin = match[2] ?? '';
  const item = /^([\s\S]*?)第(\d+)条$/.exec(origin) ?? /^([\s\S]*?号)([\s\S]+)$/.exec(origin);
  const [docNo, itemNo] = item ? [item[1] ?? '', item[2] ?? ''] : [origin, ''];
  return { source, docNo: docNo || null, itemNo: itemNo || null };
}
