import {
  Body,
  Controller,
  Get,
  Header,
  Patch,
  Post,
  Query,
  type StreamableFile,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, NumberParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { NoticeBody, NoticeListItem, NoticeReplyBody } from './notice.body.js';
import { NoticeDocuments } from './notice.documents.js';
import {
  CreateNoticeBody,
  EditNoticeBody,
  NoticeConclusionBody,
  NoticeFromIssueBody,
  NoticeListQuery,
  NoticeReasonBody,
  ReplyBody,
  ReplyReviewBody,
} from './notice.dto.js';
import { NoticeQueries } from './notice.queries.js';
import { NoticeReplies } from './notice.replies.js';
import { NoticesService } from './notices.service.js';

/** 督办单 and 交办单, from the draft to the end. */
@ApiTags('supervision')
@Controller('notices')
export class NoticeController {
  constructor(
    private readonly queries: NoticeQueries,
    private readonly notices: NoticesService,
    private readonly replies: NoticeReplies,
    private readonly documents: NoticeDocuments,
  ) {}

  @Requires('notice.read')
  @Get()
  @ApiOperation({ summary: '督办单、交办单' })
  @ApiOkResponse({ type: pageOf(NoticeListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: NoticeListQuery,
  ): Promise<Page<NoticeListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('notice.draft')
  @Versioned()
  @Post()
  @ApiOperation({ summary: '草拟督办单、交办单' })
  @ApiCreatedResponse({ type: NoticeBody })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateNoticeBody): Promise<NoticeBody> {
    return this.notices.create(caller, body);
  }

  @Requires('notice.draft')
  @Versioned()
  @Post('from-issue')
  @ApiOperation({ summary: '按问题草拟：表述、责任单位、来源、要求和时限已填好' })
  @ApiCreatedResponse({ type: NoticeBody })
  createFromIssue(
    @CurrentCaller() caller: Caller,
    @Body() body: NoticeFromIssueBody,
  ): Promise<NoticeBody> {
    return this.notices.createFromIssue(caller, body);
  }

  @Requires('notice.read')
  @Get(':id.pdf')
  @ApiOperation({ summary: '督办单、交办单（含回执）的 PDF；签发前带“送审稿”字样' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  pdf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.pdf(caller, id);
  }

  @Requires('notice.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '督办单、交办单详情与当前可办事项' })
  @ApiOkResponse({ type: NoticeBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<NoticeBody> {
    return this.queries.get(caller, id);
  }

  @Requires('notice.draft')
  @Versioned()
  @RequiresIfMatch()
  @Patch(':id')
  @ApiOperation({ summary: '修改草稿' })
  @ApiOkResponse({ type: NoticeBody })
  edit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: EditNoticeBody,
  ): Promise<NoticeBody> {
    return this.notices.edit(caller, id, version, body);
  }

  @Requires('notice.issue')
  @StepRoute(':id/issuance', 'N02 签发、编号', NoticeBody)
  issue(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<NoticeBody> {
    return this.notices.issue(caller, id, version);
  }

  @Requires('notice.sign')
  @StepRoute(':id/signing', 'N03 签收；转办的签收即办结', NoticeBody)
  sign(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<NoticeBody> {
    return this.replies.sign(caller, id, version);
  }

  @Requires('notice.read')
  @Get(':id/replies')
  @ApiOperation({ summary: '历次回复与审核' })
  @ApiOkResponse({ type: [NoticeReplyBody] })
  listReplies(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<NoticeReplyBody[]> {
    return this.queries.replies(caller, id);
  }

  @Requires('notice.reply')
  @StepRoute(':id/replies', 'N05 填写回复；未签字的前一稿被取代', NoticeBody)
  reply(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ReplyBody,
  ): Promise<NoticeBody> {
    return this.replies.reply(caller, id, version, body);
  }

  @Requires('notice.signReply')
  @StepRoute(':id/replies/:n/signature', 'N06 单位负责人在回复上签字并报送', NoticeBody)
  signReply(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('n') replyNo: number,
    @IfMatch() version: number,
  ): Promise<NoticeBody> {
    return this.replies.signReply(caller, id, version, replyNo);
  }

  @Requires('notice.review')
  @StepRoute(':id/replies/:n/review', 'N07–N09 审核回复：办结、退回重办、继续督办', NoticeBody)
  review(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('n') replyNo: number,
    @IfMatch() version: number,
    @Body() body: ReplyReviewBody,
  ): Promise<NoticeBody> {
    return this.replies.review(caller, id, version, replyNo, body);
  }

  @Requires('notice.review')
  @StepRoute(':id/conclusion', 'N10 所涉问题均已销号，直接办结', NoticeBody)
  conclude(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: NoticeConclusionBody,
  ): Promise<NoticeBody> {
    return this.notices.conclude(caller, id, version, body);
  }

  @Requires('notice.issue', 'notice.draft')
  @StepRoute(':id/withdrawal', 'N11 撤回；草稿作废', NoticeBody)
  withdraw(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: NoticeReasonBody,
  ): Promise<NoticeBody> {
    return this.notices.withdraw(caller, id, version, body);
  }
}
