import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { CaseBody, CaseListItem } from './case.body.js';
import { CaseListQuery, CaseReviewBody, CreateCaseBody, EditCaseBody } from './case.dto.js';
import { CaseQueries } from './case.queries.js';
import { CaseReviews } from './case-reviews.service.js';
import { CasesService } from './cases.service.js';

@ApiTags('cases')
@Controller('cases')
export class CaseController {
  constructor(
    private readonly queries: CaseQueries,
    private readonly cases: CasesService,
    private readonly reviews: CaseReviews,
  ) {}

  @Requires('case.read')
  @Get()
  @ApiOperation({ summary: '典型案例' })
  @ApiOkResponse({ type: pageOf(CaseListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: CaseListQuery,
  ): Promise<Page<CaseListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('case.edit')
  @Versioned()
  @Post()
  @ApiOperation({
    summary: '起草典型案例',
    description: '真实姓名只用于生成公开称谓和检查正文，不保存。',
  })
  @ApiCreatedResponse({ type: CaseBody })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateCaseBody): Promise<CaseBody> {
    return this.cases.create(caller, body);
  }

  @Requires('case.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '典型案例详情' })
  @ApiOkResponse({ type: CaseBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<CaseBody> {
    return this.queries.get(caller, id);
  }

  @Requires('case.edit')
  @Versioned()
  @RequiresIfMatch()
  @Patch(':id')
  @ApiOperation({ summary: '修改案例（起草、退回修改时）' })
  @ApiOkResponse({ type: CaseBody })
  edit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: EditCaseBody,
  ): Promise<CaseBody> {
    return this.cases.edit(caller, id, version, body);
  }

  @Requires('case.edit')
  @StepRoute(':id/submission', '提交核实', CaseBody)
  submit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<CaseBody> {
    return this.cases.submit(caller, id, version);
  }

  @Requires('case.review')
  @StepRoute(':id/reviews', '审核当前步骤：同意或退回', CaseBody)
  review(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: CaseReviewBody,
  ): Promise<CaseBody> {
    return this.reviews.decide(caller, id, version, body);
  }
}
