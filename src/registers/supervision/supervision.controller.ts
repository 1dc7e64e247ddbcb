import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { IdField } from '../../platform/http/fields.js';
import { IssueSupervision, SupervisionOverview } from './overview.body.js';
import { SupervisionQueries } from './overview.queries.js';
import {
  IssueUrgeBatchBody,
  IssueUrgeBatchResult,
  IssueUrgeBody,
  IssueUrgeItem,
} from './urge.dto.js';
import { Urges } from './urges.service.js';

class OverviewQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;
}

/** Figures of supervision, and urging. */
@ApiTags('supervision')
@Controller()
export class SupervisionController {
  constructor(
    private readonly queries: SupervisionQueries,
    private readonly urges: Urges,
  ) {}

  @Requires('notice.read')
  @Get('supervision/overview')
  @ApiOperation({ summary: '督办概况：亮灯、督办等级、待签收、待回复、待决定，各附明细地址' })
  @ApiOkResponse({ type: SupervisionOverview })
  overview(
    @CurrentCaller() caller: Caller,
    @Query() { campaignId }: OverviewQuery,
  ): Promise<SupervisionOverview> {
    return this.queries.overview(caller, campaignId);
  }

  @Requires('notice.read')
  @Get('issues/:id/supervision')
  @ApiOperation({ summary: '该问题的督办等级、下一级督办、督办（交办）单、措施和催办' })
  @ApiOkResponse({ type: IssueSupervision })
  ofIssue(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<IssueSupervision> {
    return this.queries.ofIssue(caller, id);
  }

  @Requires('issue.urge')
  @Post('issues/:id/urges')
  @ApiOperation({ summary: '催办' })
  @ApiCreatedResponse({ type: IssueUrgeItem })
  urge(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() body: IssueUrgeBody,
  ): Promise<IssueUrgeItem> {
    return this.urges.urge(caller, id, body);
  }

  @Requires('issue.read')
  @Get('issues/:id/urges')
  @ApiOperation({ summary: '该问题的历次催办' })
  @ApiOkResponse({ type: [IssueUrgeItem] })
  listUrges(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<IssueUrgeItem[]> {
    return this.urges.ofIssue(caller, id);
  }

  @Requires('issue.urge')
  @Post('issue-urges')
  @HttpCode(200)
  @ApiOperation({ summary: '批量催办：按问题或筛选条件，一次最多200个；未催办的逐一说明原因' })
  @ApiOkResponse({ type: IssueUrgeBatchResult })
  urgeMany(
    @CurrentCaller() caller: Caller,
    @Body() body: IssueUrgeBatchBody,
  ): Promise<IssueUrgeBatchResult> {
    return this.urges.urgeMany(caller, body);
  }
}
