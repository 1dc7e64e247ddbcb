import { Body, Controller, Get, Header, Post, Req, type StreamableFile } from '@nestjs/common';
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
import { IdParam, NumberParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, Versioned } from '../../platform/http/etag.js';
import { AttachmentItem, CorrectionItem, ReportBody, ReportReviewItem } from './report.body.js';
import {
  AcceptanceBody,
  AttachmentForm,
  CorrectionBody,
  CorrectionDecisionBody,
  PaperReceiptBody,
  ReturnBody,
  WithdrawAttachmentBody,
} from './report.dto.js';
import { ReportCorrections } from './report-corrections.service.js';
import { ReportAttachments } from './report-attachments.service.js';
import { ReportReviews } from './report-reviews.service.js';

@ApiTags('reports')
@Controller('reports')
export class ReportReviewController {
  constructor(
    private readonly reviews: ReportReviews,
    private readonly corrections: ReportCorrections,
    private readonly attachments: ReportAttachments,
  ) {}

  @Requires('report.review')
  @StepRoute(':id/return', '退回重报：写明原因、事项、要求和期限', ReportBody)
  sendBack(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ReturnBody,
  ): Promise<ReportBody> {
    return this.reviews.sendBack(caller, id, version, body);
  }

  @Requires('report.review')
  @StepRoute(':id/acceptance', '接收：最近一版成为正式版本', ReportBody)
  accept(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: AcceptanceBody,
  ): Promise<ReportBody> {
    return this.reviews.accept(caller, id, version, body);
  }

  @Requires('report.review')
  @StepRoute(':id/paper-receipt', '登记收到盖章纸质件', ReportBody)
  receivePaper(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: PaperReceiptBody,
  ): Promise<ReportBody> {
    return this.reviews.receivePaper(caller, id, version, body);
  }

  @Requires('report.read')
  @Get(':id/reviews')
  @ApiOperation({ summary: '审核记录：接收、退回、纸质件、更正' })
  @ApiOkResponse({ type: [ReportReviewItem] })
  list(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ReportReviewItem[]> {
    return this.reviews.list(caller, id);
  }

  @Requires('report.correct')
  @StepRoute(':id/correction', '申请更正已接收的报告：封存更正后的版本', ReportBody)
  correct(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: CorrectionBody,
  ): Promise<ReportBody> {
    return this.corrections.request(caller, id, version, body);
  }

  @Requires('report.correct')
  @StepRoute(':id/correction-withdrawal', '撤回更正申请', ReportBody)
  withdrawCorrection(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<ReportBody> {
    return this.corrections.withdraw(caller, id, version);
  }

  @Requires('report.review')
  @StepRoute(':id/correction-decision', '审批更正', ReportBody)
  decideCorrection(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: CorrectionDecisionBody,
  ): Promise<ReportBody> {
    return this.corrections.decide(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get(':id/corrections')
  @ApiOperation({ summary: '更正记录，含更正前后对照' })
  @ApiOkResponse({ type: [CorrectionItem] })
  correctionsOf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<CorrectionItem[]> {
    return this.corrections.list(caller, id);
  }

  @Requires('report.read')
  @Get(':id/attachments')
  @ApiOperation({ summary: '报告附件目录，包括已撤回的' })
  @ApiOkResponse({ type: [AttachmentItem] })
  attached(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<AttachmentItem[]> {
    return this.attachments.list(caller, id);
  }

  @Requires('report.prepare', 'report.submit')
  @Versioned()
  @Post(':id/attachments')
  @ApiOperation({ summary: '上传报告附件', description: '类型按文件内容判断。' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: AttachmentForm })
  @ApiCreatedResponse({ type: AttachmentItem })
  add(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Req() request: FastifyRequest,
  ): Promise<AttachmentItem> {
    return this.attachments.add(caller, id, request);
  }

  @Requires('issue.read')
  @Get(':id/attachments/:seq/content')
  @ApiOperation({ summary: '下载报告附件' })
  @ApiProduces(...Object.values(MIME_TYPES))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'private, no-cache')
  content(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('seq') seq: number,
  ): Promise<StreamableFile> {
    return this.attachments.content(caller, id, seq);
  }

  @Requires('report.prepare', 'report.submit')
  @StepRoute(':id/attachments/:seq/withdrawal', '撤回报告附件', AttachmentItem)
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('seq') seq: number,
    @IfMatch() version: number,
    @Body() body: WithdrawAttachmentBody,
  ): Promise<AttachmentItem> {
    return this.attachments.withdraw(caller, id, seq, version, body);
  }
}
