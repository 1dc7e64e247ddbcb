import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Clock } from '../../platform/calendar/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { JobRun } from '../../platform/jobs/job-handlers.js';
import { emptyBalance } from '../entries/balance.queries.js';
import { csvOf } from '../../documents/workbook/csv.js';
import { DownloadFurniture } from './downloads.furniture.js';
import { issueListTable } from './issue-list.printing.js';
import { IssueListRows } from './issue-list.rows.js';
import { IssueSelection } from './issue-selection.js';
import { type LedgerListQuery, onTheBooks } from './ledger.dto.js';
import { ledgerTable } from './ledger.printing.js';
import { LedgerRows } from './ledger.rows.js';
import type { SheetTable } from './sheet.printing.js';

/** Rows of one file at most. */
const LONG_ROWS_MAX = 200_000;
/** Rows that are joined and written at a time; more are never in memory. */
const PORTION = 1000;

/** 问题清单 and 整改台账 of any length as CSV, written as they are read. */
@Injectable()
export class LongExports {
  constructor(
    private readonly reader: Reader,
    private readonly uow: UnitOfWork,
    private readonly selection: IssueSelection,
    private readonly issueRows: IssueListRows,
    private readonly ledgerRows: LedgerRows,
    private readonly furniture: DownloadFurniture,
    private readonly clock: Clock,
  ) {}

  async *csv(
    run: JobRun<unknown>,
    caller: Caller,
    list: 'ISSUES' | 'LEDGER',
    { month, ...query }: LedgerListQuery,
  ): AsyncGenerator<Buffer> {
    const ids = await this.selection.ids(caller, onTheBooks(query), LONG_ROWS_MAX);
    const furniture = await this.furniture.of(caller, query.campaignId, '');
    const tableOf = async (portion: readonly string[]): Promise<SheetTable> => {
      if (list === 'ISSUES') {
        return issueListTable(await this.issueRows.load(this.reader, portion), furniture);
      }
      const rows = await this.ledgerRows.load(this.reader, portion, {
        asOf: this.clock.today(),
        month,
      });
      return ledgerTable(rows, { furniture, balance: emptyBalance(), notes: [] });
    };
    for (let from = 0; from === 0 || from < ids.length; from += PORTION) {
      const { columns, rows } = await tableOf(ids.slice(from, from + PORTION));
      const numbered = rows.map((row, index) => ({ ...row, seq: from + index + 1 }));
      for (const text of csvOf({ columns, rows: numbered }, from > 0)) {
        yield Buffer.from(text, 'utf8');
      }
      const done = Math.min(ids.length, from + PORTION);
      await this.uow.run((tx) => run.progress(tx, done, ids.length));
    }
  }
}
