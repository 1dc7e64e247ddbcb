import { Body, Controller, Get, Header, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { BulletinBody, BulletinListItem } from './bulletin.body.js';
import { BulletinDocuments } from './bulletin.documents.js';
import {
  BulletinListQuery,
  BulletinReviewBody,
  BulletinCorrectionBody,
  CreateBulletinBody,
  DispatchBody,
  EditBulletinBody,
  WithdrawalBody,
} from './bulletin.dto.js';
import { BulletinDispatch } from './bulletin-dispatch.service.js';
import { BulletinNotices } from './bulletin-notices.service.js';
import { BulletinReviews } from './bulletin-reviews.service.js';
import { BulletinQueries } from './bulletin.queries.js';
import { BulletinsService } from './bulletins.service.js';

@ApiTags('bulletins')
@Controller('bulletins')
export class BulletinController {
  constructor(
    private readonly queries: BulletinQueries,
    private readonly bulletins: BulletinsService,
    private readonly documents: BulletinDocuments,
    private readonly reviews: BulletinReviews,
    private readonly dispatch: BulletinDispatch,
    private readonly notices: BulletinNotices,
  ) {}

  @Requires('bulletin.read')
  @Get()
  @ApiOperation({ summary: '典型案例通报' })
  @ApiOkResponse({ type: pageOf(BulletinListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: BulletinListQuery,
  ): Promise<Page<BulletinListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('bulletin.compose')
  @Versioned()
  @Post()
  @ApiOperation({ summary: '编排通报；没有填写的部分由系统按案例生成' })
  @ApiCreatedResponse({ type: BulletinBody })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateBulletinBody): Promise<BulletinBody> {
    return this.bulletins.create(caller, body);
  }

  @Requires('bulletin.read')
  @Get(':id.pdf')
  @ApiOperation({ summary: '通报的 PDF；签发前带“送审稿”字样，印发后每次内容完全一致' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  pdf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.pdf(caller, id);
  }

  @Requires('bulletin.read')
  @Get(':id/archive.pdf')
  @ApiOperation({ summary: '归档件：印发件加版本摘要和办理记录' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  archive(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.archive(caller, id);
  }

  @Requires('bulletin.read')
  @Get(':id/sealed.json')
  @ApiOperation({ summary: '印发件的原文，其 SHA-256 即归档件上的摘要' })
  @ApiProduces('application/json')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  sealed(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.sealedText(caller, id);
  }

  @Requires('bulletin.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '通报详情' })
  @ApiOkResponse({ type: BulletinBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<BulletinBody> {
    return this.queries.get(caller, id);
  }

  @Requires('bulletin.compose')
  @Versioned()
  @RequiresIfMatch()
  @Patch(':id')
  @ApiOperation({ summary: '修改通报（印发前）；清空的部分恢复为系统生成' })
  @ApiOkResponse({ type: BulletinBody })
  edit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: EditBulletinBody,
  ): Promise<BulletinBody> {
    return this.bulletins.edit(caller, id, version, body);
  }

  @Requires('bulletin.compose')
  @StepRoute(':id/submission', '报送会签、核稿、审批', BulletinBody)
  submit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<BulletinBody> {
    return this.bulletins.submit(caller, id, version);
  }

  @Requires('bulletin.read')
  @StepRoute(':id/cancellation', '撤稿（印发前）', BulletinBody)
  cancel(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: WithdrawalBody,
  ): Promise<BulletinBody> {
    return this.bulletins.cancel(caller, id, version, reason);
  }

  @Requires('bulletin.review')
  @StepRoute(':id/reviews', '办理等待的步骤（会签、核稿、审查、审核）：同意或退回', BulletinBody)
  review(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: BulletinReviewBody,
  ): Promise<BulletinBody> {
    return this.reviews.decide(caller, id, version, body);
  }

  @Requires('bulletin.issue')
  @StepRoute(':id/signature', '主要领导签发或退回', BulletinBody)
  sign(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: BulletinReviewBody,
  ): Promise<BulletinBody> {
    return this.reviews.sign(caller, id, version, body);
  }

  @Requires('bulletin.dispatch')
  @StepRoute(':id/numbering', '编号用印', BulletinBody)
  number(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: DispatchBody,
  ): Promise<BulletinBody> {
    return this.dispatch.number(caller, id, version, body);
  }

  @Requires('bulletin.dispatch')
  @StepRoute(':id/issuance', '印发', BulletinBody)
  issue(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: DispatchBody,
  ): Promise<BulletinBody> {
    return this.dispatch.issue(caller, id, version, body);
  }

  @Requires('bulletin.dispatch')
  @StepRoute(':id/publication', '公开（门户网站）', BulletinBody)
  publish(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: DispatchBody,
  ): Promise<BulletinBody> {
    return this.dispatch.publish(caller, id, version, body);
  }

  @Requires('bulletin.compose')
  @Versioned()
  @Post(':id/corrections')
  @ApiOperation({ summary: '起草更正通知：逐处写明原文和更正' })
  @ApiCreatedResponse({ type: BulletinBody })
  correct(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() body: BulletinCorrectionBody,
  ): Promise<BulletinBody> {
    return this.notices.correct(caller, id, body);
  }

  @Requires('bulletin.compose')
  @Versioned()
  @Post(':id/withdrawals')
  @ApiOperation({ summary: '起草撤回通知；已印发的通报保持原样' })
  @ApiCreatedResponse({ type: BulletinBody })
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() body: WithdrawalBody,
  ): Promise<BulletinBody> {
    return this.notices.withdraw(caller, id, body);
  }
}
