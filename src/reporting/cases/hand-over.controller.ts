import { Body, Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { NameRevealBody } from './case.dto.js';
import { HandOverBody } from './hand-over.body.js';
import { HandOverDecisionBody, HandOverFields, HandOverQuery } from './hand-over.dto.js';
import { HandOverQueries } from './hand-over.queries.js';
import { HandOvers } from './hand-over.service.js';

@ApiTags('cases')
@Controller()
export class HandOverController {
  constructor(
    private readonly queries: HandOverQueries,
    private readonly handOvers: HandOvers,
  ) {}

  @Requires('case.handOver')
  @StepRoute('cases/:id/hand-overs', '向上级报送案例（If-Match 为案例的版本）', HandOverBody)
  send(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: HandOverFields,
  ): Promise<HandOverBody> {
    return this.handOvers.send(caller, id, version, body);
  }

  @Requires('case.read')
  @Get('cases/:id/hand-overs')
  @ApiOperation({ summary: '案例的上报记录' })
  @ApiOkResponse({ type: HandOverBody, isArray: true })
  ofCase(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<HandOverBody[]> {
    return this.queries.ofCase(caller, id);
  }

  @Requires('case.read')
  @Get('case-hand-overs')
  @ApiOperation({ summary: '案例上报：本级上报的和下级上报来的' })
  @ApiOkResponse({ type: pageOf(HandOverBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: HandOverQuery,
  ): Promise<Page<HandOverBody>> {
    return this.queries.list(caller, query);
  }

  @Requires('case.read')
  @Versioned()
  @Get('case-hand-overs/:id')
  @ApiOperation({ summary: '一次案例上报' })
  @ApiOkResponse({ type: HandOverBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<HandOverBody> {
    return this.queries.get(caller, id);
  }

  @Requires('case.receive')
  @StepRoute('case-hand-overs/:id/decision', '接收或退回下级上报的案例', HandOverBody)
  decide(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: HandOverDecisionBody,
  ): Promise<HandOverBody> {
    return this.handOvers.decide(caller, id, version, body);
  }

  @Requires('case.handOver')
  @StepRoute('case-hand-overs/:id/recall', '撤回尚未处理的上报', HandOverBody)
  recall(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: NameRevealBody,
  ): Promise<HandOverBody> {
    return this.handOvers.recall(caller, id, version, reason);
  }
}
