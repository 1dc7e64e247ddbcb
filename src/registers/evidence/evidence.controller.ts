import {
  Body,
  Controller,
  Get,
  Header,
  Post,
  Query,
  Req,
  type StreamableFile,
} from '@nestjs/common';
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
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { MIME_TYPES } from '../../platform/files/file-type.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { EvidenceBody } from './evidence.body.js';
import { EvidenceForm, EvidenceListQuery, WithdrawEvidenceBody } from './evidence.dto.js';
import { EvidenceQueries } from './evidence.queries.js';
import { EvidenceService } from './evidence.service.js';

@ApiTags('evidence')
@Controller()
export class EvidenceController {
  constructor(
    private readonly queries: EvidenceQueries,
    private readonly service: EvidenceService,
  ) {}

  @Requires('evidence.read')
  @Get('issues/:id/evidence')
  @ApiOperation({ summary: '佐证材料目录' })
  @ApiOkResponse({ type: [EvidenceBody] })
  list(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: EvidenceListQuery,
  ): Promise<EvidenceBody[]> {
    return this.queries.list(caller, id, query.withdrawn ?? false);
  }

  @Requires('evidence.add')
  @Versioned()
  @Post('issues/:id/evidence')
  @ApiOperation({
    summary: 'L04 上传佐证',
    description:
      '类型按文件内容判断。照片保存前去掉拍摄地点等信息，只保留方向和拍摄时间；sha256 是所保存内容的摘要。',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: EvidenceForm })
  @ApiCreatedResponse({ type: EvidenceBody })
  add(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Req() request: FastifyRequest,
  ): Promise<EvidenceBody> {
    return this.service.add(caller, id, request);
  }

  @Requires('evidence.read')
  @Get('evidence/:id/content')
  @ApiOperation({ summary: '下载佐证材料' })
  @ApiProduces(...Object.values(MIME_TYPES))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'private, no-cache')
  content(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.service.content(caller, id);
  }

  @Requires('evidence.add')
  @StepRoute('evidence/:id/withdrawal', '撤回佐证材料', EvidenceBody)
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: WithdrawEvidenceBody,
  ): Promise<EvidenceBody> {
    return this.service.withdraw(caller, id, version, body);
  }
}
