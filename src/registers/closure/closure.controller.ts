import { Body, Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { ApplicationBody, ApplicationListItem, ExtensionBody } from './closure.body.js';
import { ApplicationListQuery, ExtensionDecisionInput, ReviewInput } from './closure.dto.js';
import { ClosureApplications } from './closure-applications.service.js';
import { ClosureDocuments } from './closure.documents.js';
import { ClosureQueries } from './closure.queries.js';
import { ClosureReviews } from './closure-reviews.service.js';
import { Extensions } from './extensions.service.js';

/** The review queue and the decisions on applications. */
@ApiTags('closure')
@Controller()
export class ClosureController {
  constructor(
    private readonly queries: ClosureQueries,
    private readonly documents: ClosureDocuments,
    private readonly applications: ClosureApplications,
    private readonly reviews: ClosureReviews,
    private readonly extensions: Extensions,
  ) {}

  @Requires('issue.read')
  @Get('closure-applications')
  @ApiOperation({ summary: '销号审核：待我审核的申请；mine=false 时为管辖范围内全部申请' })
  @ApiOkResponse({ type: pageOf(ApplicationListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ApplicationListQuery,
  ): Promise<Page<ApplicationListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('issue.read')
  @Versioned()
  @Get('closure-applications/:id')
  @ApiOperation({ summary: '销号申请详情' })
  @ApiOkResponse({ type: ApplicationBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ApplicationBody> {
    return this.queries.get(caller, id);
  }

  @Requires('issue.read')
  @Get('closure-applications/:id/form.pdf')
  @ApiOperation({ summary: '销号申请（审批）表' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  form(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.pdf(caller, id);
  }

  @Requires('closure.review')
  @StepRoute('closure-applications/:id/reviews', '审核当前步骤：同意或退回', ApplicationBody)
  review(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ReviewInput,
  ): Promise<ApplicationBody> {
    return this.reviews.decide(caller, id, version, body);
  }

  @Requires('closure.apply')
  @StepRoute('closure-applications/:id/withdrawal', '撤回销号申请', ApplicationBody)
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<ApplicationBody> {
    return this.applications.withdraw(caller, id, version);
  }

  @Requires('extension.decide')
  @StepRoute('extensions/:id/decision', '审批延期', ExtensionBody)
  decideExtension(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ExtensionDecisionInput,
  ): Promise<ExtensionBody> {
    return this.extensions.decide(caller, id, version, body);
  }
}
