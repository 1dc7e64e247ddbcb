import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { IssueBody } from '../issues/issue.body.js';
import { PlanApproval } from './plan.approval.js';
import { PlanBody } from './plan.body.js';
import { PlanDrafting } from './plan.drafting.js';
import { PlanFields, PlanReviewFields } from './plan.dto.js';
import { PlanQueries } from './plan.queries.js';
import { ProgressBody } from './progress.body.js';
import { ProgressCommands } from './progress.commands.js';
import { ProgressFields } from './progress.dto.js';
import { ProgressQueries } from './progress.queries.js';

@ApiTags('plans')
@Controller('issues')
export class PlanController {
  constructor(
    private readonly queries: PlanQueries,
    private readonly drafting: PlanDrafting,
    private readonly approval: PlanApproval,
    private readonly progressQueries: ProgressQueries,
    private readonly progressCommands: ProgressCommands,
  ) {}

  @Requires('issue.read')
  @Versioned()
  @Get(':id/plan')
  @ApiOperation({ summary: '整改方案与审核记录；ETag 为问题的版本' })
  @ApiOkResponse({ type: PlanBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<PlanBody> {
    return this.queries.get(caller, id);
  }

  @Requires('plan.edit')
  @Versioned()
  @RequiresIfMatch()
  @Put(':id/plan')
  @ApiOperation({ summary: '填写整改方案（整体替换草稿）' })
  @ApiOkResponse({ type: PlanBody })
  save(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: PlanFields,
  ): Promise<PlanBody> {
    return this.drafting.save(caller, id, version, body);
  }

  @Requires('plan.submit')
  @StepRoute(':id/plan-submission', 'T05 报方案', IssueBody)
  submit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<IssueBody> {
    return this.approval.submit(caller, id, version);
  }

  @Requires('plan.review')
  @StepRoute(':id/plan-review', 'T06 方案退回、T07 方案批准', IssueBody)
  review(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: PlanReviewFields,
  ): Promise<IssueBody> {
    return this.approval.review(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get(':id/progress')
  @ApiOperation({ summary: '整改进展' })
  @ApiOkResponse({ type: [ProgressBody] })
  progress(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ProgressBody[]> {
    return this.progressQueries.ofIssue(caller, id);
  }

  @Requires('progress.add')
  @StepRoute(':id/progress', '填报进展；更正时再报一条', IssueBody)
  addProgress(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ProgressFields,
  ): Promise<IssueBody> {
    return this.progressCommands.add(caller, id, version, body);
  }
}
