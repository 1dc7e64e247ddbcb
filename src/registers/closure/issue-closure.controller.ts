import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { Reader } from '../../platform/database/reader.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch } from '../../platform/http/etag.js';
import { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { CarryOver } from './carry-over.service.js';
import {
  ApplicationBody,
  ExtensionBody,
  LookbackBody,
  RecordedLookbackBody,
} from './closure.body.js';
import {
  CarryOverInput,
  ClosureApplicationInput,
  ExtensionInput,
  ImmediateClosureInput,
  LookbackInput,
  ReopeningInput,
  ResumptionInput,
} from './closure.dto.js';
import { ClosureApplications } from './closure-applications.service.js';
import { ClosureQueries } from './closure.queries.js';
import { Extensions } from './extensions.service.js';
import { ImmediateClosure } from './immediate-closure.service.js';
import { Lookbacks } from './lookbacks.service.js';

/** Steps of the close-out that start from an issue. */
@ApiTags('closure')
@Controller('issues/:id')
export class IssueClosureController {
  constructor(
    private readonly reader: Reader,
    private readonly lifecycle: IssueLifecycle,
    private readonly queries: ClosureQueries,
    private readonly applications: ClosureApplications,
    private readonly immediate: ImmediateClosure,
    private readonly extensions: Extensions,
    private readonly carryOver: CarryOver,
    private readonly lookbacks: Lookbacks,
  ) {}

  @Requires('closure.apply')
  @StepRoute('closure-applications', 'T08 申请销号', ApplicationBody)
  apply(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ClosureApplicationInput,
  ): Promise<ApplicationBody> {
    return this.applications.apply(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get('closure-applications')
  @ApiOperation({ summary: '该问题的历次销号申请' })
  @ApiOkResponse({ type: [ApplicationBody] })
  async listApplications(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ): Promise<ApplicationBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, id);
    return this.queries.ofIssue(this.reader, caller, issue.id);
  }

  @Requires('closure.immediate')
  @StepRoute('immediate-closure', 'T17 立行立改一步销号', IssueBody)
  closeImmediately(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ImmediateClosureInput,
  ): Promise<IssueBody> {
    return this.immediate.close(caller, id, version, body);
  }

  @Requires('extension.apply')
  @StepRoute('extensions', '申请延期', ExtensionBody)
  requestExtension(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ExtensionInput,
  ): Promise<ExtensionBody> {
    return this.extensions.apply(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get('extensions')
  @ApiOperation({ summary: '该问题的历次延期申请' })
  @ApiOkResponse({ type: [ExtensionBody] })
  async listExtensions(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ): Promise<ExtensionBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, id);
    return this.extensions.ofIssue(this.reader, issue.id);
  }

  @Requires('carryover.approve')
  @StepRoute('carry-over', 'T18 批准挂账（持续整改）', IssueBody)
  approveCarryOver(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: CarryOverInput,
  ): Promise<IssueBody> {
    return this.carryOver.approve(caller, id, version, body);
  }

  @Requires('carryover.resume')
  @StepRoute('resumption', 'T19 恢复整改', IssueBody)
  resume(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ResumptionInput,
  ): Promise<IssueBody> {
    return this.carryOver.resume(caller, id, version, body);
  }

  @Requires('lookback.record')
  @Post('lookbacks')
  @HttpCode(200)
  @RequiresIfMatch()
  @ApiOperation({
    summary: '登记回头看',
    description: '回头看记录本身没有版本，不返回ETag；问题的新版本见issueVersion。',
  })
  @ApiOkResponse({ type: RecordedLookbackBody })
  recordLookback(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: LookbackInput,
  ): Promise<RecordedLookbackBody> {
    return this.lookbacks.record(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get('lookbacks')
  @ApiOperation({ summary: '该问题的回头看记录' })
  @ApiOkResponse({ type: [LookbackBody] })
  async listLookbacks(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
  ): Promise<LookbackBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, id);
    return this.lookbacks.ofIssue(this.reader, issue.id);
  }

  @Requires('closure.reopen')
  @StepRoute('reopening', 'T22 反弹重新挂账', IssueBody)
  reopen(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: ReopeningInput,
  ): Promise<IssueBody> {
    return this.lookbacks.reopen(caller, id, version, body);
  }

  @Requires('issue.archive')
  @StepRoute('archive', 'T24 归档', IssueBody)
  archive(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<IssueBody> {
    return this.lookbacks.archive(caller, id, version);
  }
}
