import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { FiguresDownloads } from './figures-downloads.service.js';
import { LedgerBalanceQuery, ReconciliationQuery } from './ledger.dto.js';

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('downloads')
@Controller()
export class FiguresDownloadsController {
  constructor(private readonly downloads: FiguresDownloads) {}

  @Requires('statistics.read')
  @Get('ledger/balance.xlsx')
  @ApiOperation({ summary: '下载对账数（XLSX）' })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse(FILE)
  balanceXlsx(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerBalanceQuery,
  ): Promise<StreamableFile> {
    return this.downloads.balance(caller, query, 'xlsx');
  }

  @Requires('statistics.read')
  @Get('ledger/balance.csv')
  @ApiOperation({ summary: '下载对账数（CSV）' })
  @ApiProduces(MIME_OF.csv)
  @ApiOkResponse(FILE)
  balanceCsv(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerBalanceQuery,
  ): Promise<StreamableFile> {
    return this.downloads.balance(caller, query, 'csv');
  }

  @Requires('issue.read')
  @Get('campaigns/:id/reconciliation.xlsx')
  @ApiOperation({ summary: '下载对账结果（XLSX）' })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse(FILE)
  reconciliation(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: ReconciliationQuery,
  ): Promise<StreamableFile> {
    return this.downloads.reconcile(caller, id, query.asOf);
  }
}
