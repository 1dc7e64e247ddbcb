import { Body, Controller, Get, Post, Put, Query, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, NumberParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { MIME_OF } from '../../documents/rendered-file.js';
import {
  PrecheckBody,
  ReportBody,
  ReportDetail,
  ReportHistoryItem,
  ReportListItem,
  ReportVersionItem,
  SealedContents,
  VerificationBody,
} from './report.body.js';
import { ReportDocuments } from './report.documents.js';
import {
  OpenReportBody,
  PrecheckQuery,
  ReportDraftBody,
  ReportListQuery,
  SubmissionBody,
} from './report.dto.js';
import { ReportQueries } from './report.queries.js';
import { ReportSuggestions } from './report.suggestions.js';
import { ReportSealing } from './report-sealing.service.js';
import { ReportVerification } from './report-verification.service.js';
import { ReportsService } from './reports.service.js';
import { sealedText, VersionFile } from './sealed-file.routes.js';

@ApiTags('reports')
@Controller('reports')
export class ReportController {
  constructor(
    private readonly queries: ReportQueries,
    private readonly reports: ReportsService,
    private readonly suggestions: ReportSuggestions,
    private readonly sealing: ReportSealing,
    private readonly documents: ReportDocuments,
    private readonly verification: ReportVerification,
  ) {}

  @Requires('report.read')
  @Get()
  @ApiOperation({ summary: '报告' })
  @ApiOkResponse({ type: pageOf(ReportListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ReportListQuery,
  ): Promise<Page<ReportListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('report.prepare', 'report.submit')
  @Versioned()
  @Post()
  @ApiOperation({ summary: '打开某单位某期的报告；没有则新建，截止日随即固定' })
  @ApiCreatedResponse({ type: ReportBody })
  open(@CurrentCaller() caller: Caller, @Body() body: OpenReportBody): Promise<ReportBody> {
    return this.reports.open(caller, body);
  }

  @Requires('report.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '报告详情，未报送的附按台账现状生成的文字' })
  @ApiOkResponse({ type: ReportDetail })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ReportDetail> {
    return this.suggestions.detail(caller, id);
  }

  @Requires('report.read')
  @Get(':id/history')
  @ApiOperation({ summary: '办理过程' })
  @ApiOkResponse({ type: [ReportHistoryItem] })
  history(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ReportHistoryItem[]> {
    return this.queries.history(caller, id);
  }

  @Requires('issue.read')
  @Get(':id/precheck')
  @ApiOperation({ summary: '报送前检查：列出全部须先处理的事项' })
  @ApiOkResponse({ type: PrecheckBody })
  precheck(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: PrecheckQuery,
  ): Promise<PrecheckBody> {
    return this.suggestions.precheck(caller, id, query.isNil ?? false);
  }

  @Requires('report.prepare', 'report.submit')
  @Versioned()
  @RequiresIfMatch()
  @Put(':id/draft')
  @ApiOperation({ summary: '保存报告的文字部分；数字在审签时取自台账' })
  @ApiOkResponse({ type: ReportBody })
  saveDraft(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ReportDraftBody,
  ): Promise<ReportBody> {
    return this.reports.saveDraft(caller, id, version, body);
  }

  @Requires('report.submit')
  @StepRoute(':id/submission', '审签报送：封存一个版本', ReportBody)
  submit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: SubmissionBody,
  ): Promise<ReportBody> {
    return this.sealing.submit(caller, id, version, body);
  }

  @Requires('report.read')
  @Get(':id/versions')
  @ApiOperation({ summary: '已封存的版本' })
  @ApiOkResponse({ type: [ReportVersionItem] })
  versions(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ReportVersionItem[]> {
    return this.queries.versions(caller, id);
  }

  @Requires('report.read')
  @Get(':id/versions/:versionNo')
  @ApiOperation({ summary: '封存版本的内容：数字、正文、台账各行' })
  @ApiOkResponse({ type: SealedContents })
  contents(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<SealedContents> {
    return this.documents.contents(caller, id, versionNo);
  }

  @VersionFile('json', 'application/json', '封存内容原文，其 SHA-256 即版本的摘要', 'issue.read')
  async json(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return sealedText(await this.documents.snapshot(caller, id, versionNo));
  }

  @VersionFile('pdf', MIME_OF.pdf, '封存版本的 PDF，每次内容完全一致', 'report.read')
  pdf(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.documents.file(caller, id, versionNo, 'pdf');
  }

  @VersionFile('xlsx', MIME_OF.xlsx, '封存版本的工作簿，每次内容完全一致', 'report.read')
  workbook(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.documents.file(caller, id, versionNo, 'xlsx');
  }

  @Requires('report.read')
  @Get(':id/verification')
  @ApiOperation({ summary: '验证封存版本：摘要、链接、对账，指出不符之处' })
  @ApiOkResponse({ type: VerificationBody })
  verify(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<VerificationBody> {
    return this.verification.verify(caller, id);
  }
}
