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
import { BulletinListQuery, CreateBulletinBody, EditBulletinBody } from './bulletin.dto.js';
import { BulletinQueries } from './bulletin.queries.js';
import { BulletinsService } from './bulletins.service.js';

@ApiTags('bulletins')
@Controller('bulletins')
export class BulletinController {
  constructor(
    private readonly queries: BulletinQueries,
    private readonly bulletins: BulletinsService,
    private readonly documents: BulletinDocuments,
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
  @ApiOperation({ summary: '通报的 PDF；印发前带“送审稿”字样，印发后每次内容完全一致' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  pdf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.documents.pdf(caller, id);
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

  @Requires('bulletin.issue')
  @StepRoute(':id/issuance', '签发、编号、印发', BulletinBody)
  issue(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<BulletinBody> {
    return this.bulletins.issue(caller, id, version);
  }
}
