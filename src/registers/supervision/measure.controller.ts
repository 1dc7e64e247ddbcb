import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { MeasureBody } from './measure.body.js';
import {
  MeasureCompletionBody,
  MeasureDecisionBody,
  MeasureListQuery,
  ProposeMeasureBody,
} from './measure.dto.js';
import { MeasureQueries } from './measure.queries.js';
import { Measures } from './measures.service.js';

/** 约谈、通报、移送. */
@ApiTags('supervision')
@Controller('supervision-measures')
export class MeasureController {
  constructor(
    private readonly queries: MeasureQueries,
    private readonly measures: Measures,
  ) {}

  @Requires('notice.read')
  @Get()
  @ApiOperation({ summary: '督办措施' })
  @ApiOkResponse({ type: pageOf(MeasureBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: MeasureListQuery,
  ): Promise<Page<MeasureBody>> {
    return this.queries.list(caller, query);
  }

  @Requires('notice.draft')
  @Versioned()
  @Post()
  @ApiOperation({ summary: '提出督办措施' })
  @ApiCreatedResponse({ type: MeasureBody })
  propose(@CurrentCaller() caller: Caller, @Body() body: ProposeMeasureBody): Promise<MeasureBody> {
    return this.measures.propose(caller, body);
  }

  @Requires('notice.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '督办措施详情' })
  @ApiOkResponse({ type: MeasureBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<MeasureBody> {
    return this.queries.get(caller, id);
  }

  @Requires('notice.issueSevere')
  @StepRoute(':id/decision', 'M01 决定采取；M02 不予采取', MeasureBody)
  decide(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: MeasureDecisionBody,
  ): Promise<MeasureBody> {
    return this.measures.decide(caller, id, version, body);
  }

  @Requires('notice.draft')
  @StepRoute(':id/completion', 'M03 登记实施情况', MeasureBody)
  complete(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: MeasureCompletionBody,
  ): Promise<MeasureBody> {
    return this.measures.complete(caller, id, version, body);
  }
}
