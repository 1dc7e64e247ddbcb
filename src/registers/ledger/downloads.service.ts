import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FileFormat } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { startOfMonth } from '../../platform/calendar/business-date.js';
import { Clock } from '../../platform/calendar/clock.js';
import { Reader } from '../../platform/database/reader.js';
import { BoundedGate } from '../../platform/http/bounded-gate.js';
import type { Page, PageQuery } from '../../platform/http/paging.js';
import { addBalance, emptyBalance } from '../entries/balance.queries.js';
import type { IssueListQuery } from '../issues/issue.list-query.js';
import { ResponsibilityQueries } from '../responsibilities/responsibility.queries.js';
import type { TaskListQuery } from '../tasks/task.dto.js';
import { TaskQueries } from '../tasks/task.queries.js';
import { DownloadFurniture } from './downloads.furniture.js';
import { DownloadRenderer } from './downloads.renderer.js';
import { issueListModel, issueListTable } from './issue-list.printing.js';
import { IssueListRows } from './issue-list.rows.js';
import { DOWNLOAD_ROWS_MAX, IssueSelection, tooManyRows } from './issue-selection.js';
import { LedgerBalances } from './ledger.balances.js';
import { type LedgerListQuery, onTheBooks } from './ledger.dto.js';
import { ledgerModel, type LedgerPrintContext, ledgerTable } from './ledger.printing.js';
import { LedgerRows } from './ledger.rows.js';
import {
  responsibilityListModel,
  responsibilityListTable,
} from './responsibility-list.printing.js';
import { taskListModel, taskListTable } from './task-list.printing.js';
import { TaskGroups } from './task-groups.js';

/**
 * The three lists and 整改台账 as files: the same filters as on screen, all pages in one. A few are made
 * at once, a few more wait, the rest are answered 503 ({@link BoundedGate}).
 */
@Injectable()
export class DownloadsService {
  /** Each holds up to 20,000 joined lines in memory. */
  private readonly gate = new BoundedGate({
    atOnce: 2,
    waitingMax: 20,
    busy: '正在生成的文件太多，请稍后再下载。',
  });

  constructor(
    private readonly reader: Reader,
    private readonly selection: IssueSelection,
    private readonly taskQueries: TaskQueries,
    private readonly responsibilityQueries: ResponsibilityQueries,
    private readonly issueRows: IssueListRows,
    private readonly ledgerRows: LedgerRows,
    private readonly taskGroups: TaskGroups,
    private readonly balances: LedgerBalances,
    private readonly renderer: DownloadRenderer,
    private readonly furniture: DownloadFurniture,
    private readonly clock: Clock,
  ) {}

  /** 问题清单. @throws 422 above {@link DOWNLOAD_ROWS_MAX} rows, as all downloads. */
  issues(caller: Caller, query: IssueListQuery, format: FileFormat): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const issueIds = await this.selection.ids(caller, onTheBooks(query));
      const rows = await this.issueRows.load(this.reader, issueIds);
      const furniture = await this.furniture.of(caller, query.campaignId, '问题清单');
      return this.renderer.render(
        {
          template: 'issue-list',
          model: () => issueListModel(rows, furniture),
          table: () => issueListTable(rows, furniture),
          name: this.furniture.fileName('问题清单', furniture),
        },
        format,
      );
    });
  }

  /** 任务清单. */
  tasks(caller: Caller, query: TaskListQuery, format: FileFormat): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const found = await everything(query, (all) => this.taskQueries.list(caller, all));
      const rows = await this.taskGroups.linesOf(this.reader, found);
      const furniture = await this.furniture.of(caller, query.campaignId, '任务清单');
      return this.renderer.render(
        {
          template: 'task-list',
          model: () => taskListModel(rows, furniture),
          table: () => taskListTable(rows, furniture),
          name: this.furniture.fileName('任务清单', furniture),
        },
        format,
      );
    });
  }

  /** 责任清单. */
  responsibilities(
    caller: Caller,
    query: IssueListQuery,
    format: FileFormat,
  ): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const rows = await everything(onTheBooks(query), (all) =>
        this.responsibilityQueries.list(caller, all),
      );
      const furniture = await this.furniture.of(caller, query.campaignId, '责任清单');
      return this.renderer.render(
        {
          template: 'responsibility-list',
          model: () => responsibilityListModel(rows, furniture),
          table: () => responsibilityListTable(rows, furniture),
          name: this.furniture.fileName('责任清单', furniture),
        },
        format,
      );
    });
  }

  /** 整改台账, with the balance of this month for the campaign and unit that the filter names. */
  ledger(
    caller: Caller,
    { month, ...query }: LedgerListQuery,
    format: FileFormat,
  ): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const issueIds = await this.selection.ids(caller, onTheBooks(query));
      const at = { asOf: this.clock.today(), month };
      const rows = await this.ledgerRows.load(this.reader, issueIds, at);
      const context = await this.ledgerContext(caller, query);
      return this.renderer.render(
        {
          template: 'rectification-ledger',
          model: () => ledgerModel(rows, context),
          table: () => ledgerTable(rows, context),
          name: this.furniture.fileName('整改台账', context.furniture),
        },
        format,
      );
    });
  }

  private async ledgerContext(caller: Caller, query: IssueListQuery): Promise<LedgerPrintContext> {
    const to = this.clock.today();
    const range = { unitId: query.unitId, from: startOfMonth(to), to };
    let balance = emptyBalance();
    for (const campaign of await this.furniture.campaignsOf(caller, query.campaignId)) {
      balance = addBalance(balance, await this.balances.total(caller, campaign, range));
    }
    const furniture = await this.furniture.of(caller, query.campaignId, '整改台账');
    const notes = isNarrowed(query)
      ? ['本表只列符合筛选条件的问题；对账数为所选专项治理和单位的全部问题，自本月1日起。']
      : ['对账数自本月1日起。'];
    return { furniture, balance, notes };
  }
}

/** Every row that the filter finds. */
async function everything<Q extends PageQuery, T>(
  query: Q,
  list: (query: Q) => Promise<Page<T>>,
): Promise<T[]> {
  const { total } = await list({ ...query, page: 1, pageSize: 1 });
  if (total > DOWNLOAD_ROWS_MAX) throw tooManyRows(total);
  return (await list({ ...query, page: 1, pageSize: DOWNLOAD_ROWS_MAX })).items;
}

/** True when the filter leaves out issues that the balance counts. */
function isNarrowed(query: IssueListQuery): boolean {
  const { campaignId: _campaign, unitId: _unit, sort: _sort, page: _page, ...rest } = query;
  const { pageSize: _size, ...filters } = rest;
  return Object.values(filters).some((value) => value !== undefined);
}
