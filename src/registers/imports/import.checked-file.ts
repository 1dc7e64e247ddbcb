import type { TableFacts, TableRow } from '../../documents/reading/table.js';
import { type Problem, ruleBroken } from '../../platform/http/problem.js';
import type { ImportRowState } from './import.codes.js';
import type { ImportNote, IssueImportRow } from './import.entity.js';
import { findHeader, type Header, isBlank, skipReason } from './import.header.js';
import { type CheckContext, isError, RowCheck } from './import.row-check.js';
import type { Twins } from './import.twins.js';

/** A checked row as it is stored. */
export type StoredRow = Omit<IssueImportRow, 'importId' | 'issueId' | 'registerFault'>;

/** One file while it is checked: finds the header, leaves out what is no finding, checks the rest. */
export class CheckedFile {
  /** Rows that were checked and not yet fetched. */
  readonly pending: StoredRow[] = [];
  readonly notes: ImportNote[] = [];
  readonly counts = { totalRows: 0, validRows: 0, warningRows: 0, errorRows: 0 };
  private header: Header | undefined;
  private check: RowCheck | undefined;
  private readonly skipped = new Map<string, number[]>();

  constructor(
    private readonly context: Omit<CheckContext, 'header'>,
    private readonly twins: Twins,
  ) {}

  /**
   * @param batch the rows that came with this one; the header must be in the first batch.
   * @throws 422 NO_HEADER
   */
  async take(row: TableRow, batch: readonly TableRow[]): Promise<void> {
    const header = (this.header ??= this.headerOf(batch));
    if (row.no <= header.rowNo || isBlank(row, header)) return;
    const reason = skipReason(row, header);
    if (reason !== undefined) {
      this.skipped.set(reason, [...(this.skipped.get(reason) ?? []), row.no]);
      return;
    }
    this.check ??= new RowCheck({ ...this.context, header });
    const checked = this.check.check(row);
    const notes = [...checked.notes, ...(await this.twins.notesOn(checked))];
    const state: ImportRowState = notes.some(isError)
      ? 'ERROR'
      : notes.length > 0
        ? 'WARNING'
        : 'VALID';
    this.count(state);
    this.pending.push({
      ...checked.fields,
      seq: this.counts.totalRows,
      rowNo: checked.rowNo,
      state,
      cells: checked.cells,
      notes,
    });
  }

  /** Ends the reading and tells of the file as a whole. @throws 422 NO_HEADER, NO_ROWS */
  finish({ sheet, otherSheets, encoding }: TableFacts): void {
    if (!this.header) throw noHeader();
    if (this.counts.totalRows === 0) {
      throw ruleBroken('NO_ROWS', '表头下面没有数据，请填写后再上传。');
    }
    const told: string[] = [];
    if (sheet !== null) told.push(`读取的工作表：${sheet}`);
    if (sheet !== null && otherSheets.length > 0) told.push(`未读取：${otherSheets.join('、')}`);
    if (encoding !== null) told.push(`文字编码：${encoding}`);
    if (told.length > 0) this.tell('SOURCE', told.join('；'));
    this.notes.push(...this.header.notes);
    for (const [reason, rows] of this.skipped) {
      const shown = rows.slice(0, 10).join('、');
      this.tell('SKIPPED_ROWS', `第${shown}行${rows.length > 10 ? '等' : ''}是${reason}，不导入`);
    }
  }

  private tell(code: string, message: string): void {
    this.notes.push({ level: 'WARNING', column: null, code, message });
  }

  private count(state: ImportRowState): void {
    this.counts.totalRows += 1;
    if (state === 'ERROR') this.counts.errorRows += 1;
    else if (state === 'WARNING') this.counts.warningRows += 1;
    else this.counts.validRows += 1;
  }

  private headerOf(batch: readonly TableRow[]): Header {
    const header = findHeader(batch);
    if (!header) throw noHeader();
    return header;
  }
}

const noHeader = (): Problem =>
  ruleBroken('NO_HEADER', '没有找到表头：需要有“问题表述”一列和至少两个其他列名，请使用导入模板。');
