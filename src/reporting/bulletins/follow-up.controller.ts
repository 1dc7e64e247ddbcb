import { Body, Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { FollowUpBody } from './bulletin.body.js';
import { AnswerBody, FollowUpDecisionBody, FollowUpQuery } from './bulletin.dto.js';
import { FollowUpQueries } from './follow-up.queries.js';
import { FollowUps } from './follow-ups.service.js';

@ApiTags('bulletins')
@Controller()
export class FollowUpController {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly followUps: FollowUps,
  ) {}

  @Requires('bulletin.read')
  @Get('bulletins/:id/follow-ups')
  @ApiOperation({ summary: '通报的自查任务；收文单位只看到自己的' })
  @ApiOkResponse({ type: pageOf(FollowUpBody) })
  ofBulletin(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: FollowUpQuery,
  ): Promise<Page<FollowUpBody>> {
    return this.queries.ofBulletin(caller, id, query);
  }

  @Requires('bulletin.read')
  @Get('bulletin-follow-ups')
  @ApiOperation({ summary: '各通报的自查任务' })
  @ApiOkResponse({ type: pageOf(FollowUpBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: FollowUpQuery,
  ): Promise<Page<FollowUpBody>> {
    return this.queries.list(caller, query);
  }

  @Requires('bulletin.read')
  @Versioned()
  @Get('bulletin-follow-ups/:id')
  @ApiOperation({ summary: '自查任务' })
  @ApiOkResponse({ type: FollowUpBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<FollowUpBody> {
    return this.queries.get(caller, id);
  }

  @Requires('bulletin.answer')
  @StepRoute('bulletin-follow-ups/:id/acknowledgement', '签收通报', FollowUpBody)
  acknowledge(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<FollowUpBody> {
    return this.followUps.acknowledge(caller, id, version);
  }

  @Requires('bulletin.answer')
  @StepRoute('bulletin-follow-ups/:id/answer', '反馈自查情况', FollowUpBody)
  answer(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: AnswerBody,
  ): Promise<FollowUpBody> {
    return this.followUps.answer(caller, id, version, body);
  }

  @Requires('bulletin.compose')
  @StepRoute('bulletin-follow-ups/:id/decision', '办结或退回自查情况', FollowUpBody)
  decide(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: FollowUpDecisionBody,
  ): Promise<FollowUpBody> {
    return this.followUps.decide(caller, id, version, body);
  }
}
