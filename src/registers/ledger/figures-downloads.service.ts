import { Injectable, type StreamableFile } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { DownloadFurniture } from './downloads.furniture.js';
import { DownloadRenderer } from './downloads.renderer.js';
import { balanceTable, reconciliationTable } from './figures.printing.js';
import { LedgerBalances } from './ledger.balances.js';
import type { LedgerBalanceQuery } from './ledger.dto.js';
import { Reconciliation } from './reconciliation.service.js';

/** 对账数 and 对账结果 as files. */
@Injectable()
export class FiguresDownloads {
  constructor(
    private readonly balances: LedgerBalances,
    private readonly reconciliation: Reconciliation,
    private readonly furniture: DownloadFurniture,
    private readonly renderer: DownloadRenderer,
  ) {}

  async balance(
    caller: Caller,
    query: LedgerBalanceQuery,
    format: 'csv' | 'xlsx',
  ): Promise<StreamableFile> {
    const body = await this.balances.balance(caller, query);
    const furniture = await this.furniture.of(caller, query.campaignId, '对账数');
    const name = this.furniture.fileName('对账数', furniture);
    return this.renderer.renderTable(balanceTable(body, furniture), format, name);
  }

  async reconcile(
    caller: Caller,
    campaignId: string,
    asOf: string | undefined,
  ): Promise<StreamableFile> {
    const body = await this.reconciliation.run(caller, campaignId, asOf);
    const furniture = await this.furniture.of(caller, campaignId, '对账结果');
    const name = this.furniture.fileName('对账结果', furniture);
    return this.renderer.renderTable(reconciliationTable(body, furniture), 'xlsx', name);
  }
}
