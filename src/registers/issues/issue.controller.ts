import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { IssueAssignment } from './issue.assignment.js';
import { IssueBody, IssueHistoryItem, IssueListItem } from './issue.body.js';
import {
  AssignBody,
  CreateIssueBody,
  CreateIssueQuery,
  EditIssueBody,
  MergeBody,
  ReasonBody,
  TransferBody,
  VoidBody,
} from './issue.dto.js';
import { IssueEndings } from './issue.endings.js';
import { IssueListQuery } from './issue.list-query.js';
import { IssueQueries } from './issue.queries.js';
import { IssueRegistration } from './issue.registration.js';

@ApiTags('issues')
@Controller('issues')
export class IssueController {
  constructor(
    private readonly queries: IssueQueries,
    private readonly registration: IssueRegistration,
    private readonly assignment: IssueAssignment,
    private readonly endings: IssueEndings,
  ) {}

  @Requires('issue.read')
  @Get()
  @ApiOperation({ summary: '问题清单' })
  @ApiOkResponse({ type: pageOf(IssueListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<Page<IssueListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('issue.create')
  @Versioned()
  @Post()
  @ApiOperation({ summary: '登记问题；register=true 时同时建账' })
  @ApiCreatedResponse({ type: IssueBody })
  create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateIssueBody,
    @Query() query: CreateIssueQuery,
  ): Promise<IssueBody> {
    return this.registration.create(caller, body, query.register ?? false);
  }

  @Requires('issue.read')
  @Versioned()
  @Get(':id')
  @ApiOperation({ summary: '问题详情与当前可办事项' })
  @ApiOkResponse({ type: IssueBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<IssueBody> {
    return this.queries.get(caller, id);
  }

  @Requires('issue.edit')
  @Versioned()
  @RequiresIfMatch()
  @Patch(':id')
  @ApiOperation({ summary: '修改草稿或刚建账的问题' })
  @ApiOkResponse({ type: IssueBody })
  edit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: EditIssueBody,
  ): Promise<IssueBody> {
    return this.registration.edit(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get(':id/history')
  @ApiOperation({ summary: '办理过程' })
  @ApiOkResponse({ type: [IssueHistoryItem] })
  history(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<IssueHistoryItem[]> {
    return this.queries.history(caller, id);
  }

  @Requires('issue.register')
  @StepRoute(':id/registration', 'T01 建账', IssueBody)
  register(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<IssueBody> {
    return this.registration.register(caller, id, version);
  }

  @Requires('issue.assign')
  @StepRoute(':id/assignment', 'T02 交办', IssueBody)
  assign(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: AssignBody,
  ): Promise<IssueBody> {
    return this.assignment.assign(caller, id, version, body);
  }

  @Requires('issue.acknowledge')
  @StepRoute(':id/acknowledgement', 'T03 签收', IssueBody)
  acknowledge(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<IssueBody> {
    return this.assignment.acknowledge(caller, id, version);
  }

  @Requires('issue.dispute')
  @StepRoute(':id/dispute', 'T04 管辖异议', IssueBody)
  dispute(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ReasonBody,
  ): Promise<IssueBody> {
    return this.assignment.dispute(caller, id, version, body);
  }

  @Requires('issue.merge')
  @StepRoute(':id/merge', 'T20 并案', IssueBody)
  merge(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: MergeBody,
  ): Promise<IssueBody> {
    return this.endings.merge(caller, id, version, body);
  }

  @Requires('issue.void', 'issue.edit')
  @StepRoute(':id/void', 'T21 撤销；草稿由登记单位作废', IssueBody)
  void(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: VoidBody,
  ): Promise<IssueBody> {
    return this.endings.void(caller, id, version, body);
  }

  @Requires('issue.transfer')
  @StepRoute(':id/transfer', 'T23 移送', IssueBody)
  transfer(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: TransferBody,
  ): Promise<IssueBody> {
    return this.endings.transfer(caller, id, version, body);
  }
}
