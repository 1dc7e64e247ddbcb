import { Body, Controller, Get, Post, Query, Req, type StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { ImportBody, ImportRowBody } from './import.body.js';
import {
  ApplyImportBody,
  ImportListQuery,
  ImportRowsQuery,
  ImportTemplateQuery,
  WithdrawImportBody,
} from './import.dto.js';
import { ImportQueries } from './import.queries.js';
import { ImportWorkbooks } from './import.workbooks.js';
import { ImportsService } from './imports.service.js';

const WORKBOOK = { schema: { type: 'string', format: 'binary' } } as const;

/** Imports belong to who uploaded them; those of others do not exist for the caller. */
@ApiTags('imports')
@Controller('issue-imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly queries: ImportQueries,
    private readonly workbooks: ImportWorkbooks,
  ) {}

  @Requires('issue.create')
  @Get('template.xlsx')
  @ApiOperation({ summary: '问题导入模板：下拉列表为本次专项治理的选项' })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse(WORKBOOK)
  template(
    @CurrentCaller() caller: Caller,
    @Query() query: ImportTemplateQuery,
  ): Promise<StreamableFile> {
    return this.workbooks.template(caller, query.campaignId);
  }

  @Requires('issue.create')
  @Get()
  @ApiOperation({ summary: '我的导入，最新的在前' })
  @ApiOkResponse({ type: pageOf(ImportBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: ImportListQuery,
  ): Promise<Page<ImportBody>> {
    return this.queries.list(caller, query);
  }

  @Requires('issue.create')
  @Versioned()
  @Post()
  @ApiOperation({ summary: '上传问题清单（XLSX 或 CSV），在后台检查' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['campaignId', 'file'],
      properties: {
        campaignId: { type: 'string', format: 'uuid' },
        file: { type: 'string', format: 'binary' },
      },
    },
  })
  @ApiCreatedResponse({ type: ImportBody })
  upload(@CurrentCaller() caller: Caller, @Req() request: FastifyRequest): Promise<ImportBody> {
    return this.imports.upload(caller, request);
  }

  @Requires('issue.create')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '导入的状态、进度和行数' })
  @ApiOkResponse({ type: ImportBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ImportBody> {
    return this.queries.get(caller, id);
  }

  @Requires('issue.create')
  @Get(':id/rows')
  @ApiOperation({ summary: '逐行预览：读到的内容、错误和提示' })
  @ApiOkResponse({ type: pageOf(ImportRowBody) })
  rows(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: ImportRowsQuery,
  ): Promise<Page<ImportRowBody>> {
    return this.queries.rows(caller, id, query);
  }

  @Requires('issue.create')
  @Get(':id/result.xlsx')
  @ApiOperation({ summary: '导入结果：每行的结果和问题编号' })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse(WORKBOOK)
  result(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.workbooks.result(caller, id);
  }

  @Requires('issue.create')
  @Get(':id/faulty-rows.xlsx')
  @ApiOperation({ summary: '有错误的行，改正后可以重新上传' })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse(WORKBOOK)
  faultyRows(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.workbooks.faultyRows(caller, id);
  }

  @Requires('issue.create')
  @StepRoute(':id/application', '导入：检查过的行成为问题草稿', ImportBody)
  apply(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ApplyImportBody,
  ): Promise<ImportBody> {
    return this.imports.apply(caller, id, version, body);
  }

  @Requires('issue.create')
  @StepRoute(':id/withdrawal', '撤回还没有导入的文件', ImportBody)
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawImportBody,
  ): Promise<ImportBody> {
    return this.imports.withdraw(caller, id, version, body);
  }
}
