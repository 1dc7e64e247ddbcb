import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { BalanceBody, CountsBody } from './balance.body.js';
import { LedgerBalances } from './ledger.balances.js';
import { LedgerLine } from './ledger.body.js';
import {
  LedgerBalanceQuery,
  LedgerCountsQuery,
  LedgerListQuery,
  ReconciliationQuery,
} from './ledger.dto.js';
import { LedgerQueries } from './ledger.queries.js';
import { ReconciliationBody } from './reconciliation.body.js';
import { Reconciliation } from './reconciliation.service.js';

@ApiTags('ledger')
@Controller()
export class LedgerController {
  constructor(
    private readonly queries: LedgerQueries,
    private readonly balances: LedgerBalances,
    private readonly reconciliation: Reconciliation,
  ) {}

  @Requires('issue.read')
  @Get('ledger')
  @ApiOperation({ summary: '整改台账：问题、措施、责任、进展、销号合为一行' })
  @ApiOkResponse({ type: pageOf(LedgerLine) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerListQuery,
  ): Promise<Page<LedgerLine>> {
    return this.queries.list(caller, query);
  }

  @Requires('statistics.read')
  @Get('ledger/balance')
  @ApiOperation({
    summary: '对账数：期初＋新增＋重开＋移入－销号－移出－撤并＝期末',
    description: '按单位时每行含下级单位，own 为本单位账户；按类别时更正类别计为移出、移入。',
  })
  @ApiOkResponse({ type: BalanceBody })
  balance(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerBalanceQuery,
  ): Promise<BalanceBody> {
    return this.balances.balance(caller, query);
  }

  @Requires('statistics.read')
  @Get('ledger/counts')
  @ApiOperation({ summary: '各单位各状态的问题数' })
  @ApiOkResponse({ type: CountsBody })
  counts(@CurrentCaller() caller: Caller, @Query() query: LedgerCountsQuery): Promise<CountsBody> {
    return this.balances.counts(caller, query);
  }

  @Requires('issue.read')
  @Get('campaigns/:id/reconciliation')
  @ApiOperation({
    summary: '对账：逐项核对台账，列出不符的问题和账户',
    description: '主管单位及其上级核对整个专项治理，其他单位只核对本单位及下级。',
  })
  @ApiOkResponse({ type: ReconciliationBody })
  reconcile(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: ReconciliationQuery,
  ): Promise<ReconciliationBody> {
    return this.reconciliation.run(caller, id, query.asOf);
  }
}
