import { Body, Controller, Get, HttpCode, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, NumberParam } from '../../platform/http/command.js';
import { Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import {
  ConsolidationBody,
  ConsolidationListItem,
  ConsolidationPreview,
  ConsolidationVersionItem,
} from './consolidation.body.js';
import { ConsolidationDocuments } from './consolidation.documents.js';
import {
  ConsolidateBody,
  ConsolidationListQuery,
  ConsolidationPreviewQuery,
} from './consolidation.dto.js';
import { ConsolidationQueries } from './consolidation.queries.js';
import { Consolidations } from './consolidations.service.js';
import { ConsolidationVerification } from './consolidation-verification.service.js';
import { VerificationBody } from './report.body.js';
import { sealedText, VersionFile } from './sealed-file.routes.js';

@ApiTags('reports')
@Controller('report-consolidations')
export class ConsolidationController {
  constructor(
    private readonly queries: ConsolidationQueries,
    private readonly consolidations: Consolidations,
    private readonly documents: ConsolidationDocuments,
    private readonly verification: ConsolidationVerification,
  ) {}

  @Requires('report.read')
  @Get()
  @ApiOperation({ summary: '汇总' })
  @ApiOkResponse({ type: pageOf(ConsolidationListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ConsolidationListQuery,
  ): Promise<Page<ConsolidationListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('report.consolidate')
  @Versioned()
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: '汇总本单位接收的报告，封存一个版本',
    description: '未上报的可以重新汇总；有单位漏报或未接收的，须写明理由。',
  })
  @ApiOkResponse({ type: ConsolidationBody })
  consolidate(
    @CurrentCaller() caller: Caller,
    @Body() body: ConsolidateBody,
  ): Promise<ConsolidationBody> {
    return this.consolidations.consolidate(caller, body);
  }

  @Requires('report.consolidate')
  @Get('preview')
  @ApiOperation({ summary: '汇总前查看：各单位报送情况，谁漏报' })
  @ApiOkResponse({ type: ConsolidationPreview })
  preview(
    @CurrentCaller() caller: Caller,
    @Query() query: ConsolidationPreviewQuery,
  ): Promise<ConsolidationPreview> {
    return this.consolidations.preview(caller, query);
  }

  @Requires('report.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '汇总详情：各单位、合计、在途，以及汇总以后的变动' })
  @ApiOkResponse({ type: ConsolidationBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ConsolidationBody> {
    return this.queries.get(caller, id);
  }

  @Requires('report.read')
  @Get(':id/versions')
  @ApiOperation({ summary: '已封存的版本' })
  @ApiOkResponse({ type: [ConsolidationVersionItem] })
  versions(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ): Promise<ConsolidationVersionItem[]> {
    return this.queries.versions(caller, id);
  }

  @VersionFile('json', 'application/json', '封存内容原文，其 SHA-256 即版本的摘要', 'issue.read')
  async json(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return sealedText(await this.documents.snapshot(caller, id, versionNo));
  }

  @VersionFile('pdf', MIME_OF.pdf, '问题整改汇总表 PDF', 'report.read')
  pdf(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.documents.file(caller, id, versionNo, 'pdf');
  }

  @VersionFile('xlsx', MIME_OF.xlsx, '问题整改汇总表工作簿', 'report.read')
  workbook(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.documents.file(caller, id, versionNo, 'xlsx');
  }

  @Requires('report.read')
  @Get(':id/verification')
  @ApiOperation({ summary: '验证汇总：摘要、链接、各单位封存版本、合计，指出不符之处' })
  @ApiOkResponse({ type: VerificationBody })
  verify(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<VerificationBody> {
    return this.verification.verify(caller, id);
  }
}
