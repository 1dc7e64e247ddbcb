import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { TaskBody, TaskListItem } from './task.body.js';
import { TaskCommands } from './task.commands.js';
import { MeasureFields, TaskListQuery, TaskReportBody } from './task.dto.js';
import { TaskQueries } from './task.queries.js';

@ApiTags('tasks')
@Controller()
export class TaskController {
  constructor(
    private readonly queries: TaskQueries,
    private readonly commands: TaskCommands,
  ) {}

  @Requires('issue.read')
  @Get('tasks')
  @ApiOperation({ summary: '任务清单' })
  @ApiOkResponse({ type: pageOf(TaskListItem) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: TaskListQuery,
  ): Promise<Page<TaskListItem>> {
    return this.queries.list(caller, query);
  }

  @Requires('progress.add')
  @Versioned()
  @RequiresIfMatch()
  @Patch('tasks/:id')
  @ApiOperation({ summary: '填报一项措施的进度与落实结果；If-Match 为该措施的版本' })
  @ApiOkResponse({ type: TaskBody })
  report(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: TaskReportBody,
  ): Promise<TaskBody> {
    return this.commands.report(caller, id, version, body);
  }

  @Requires('issue.read')
  @Get('issues/:id/tasks')
  @ApiOperation({ summary: '一条问题的全部整改措施' })
  @ApiOkResponse({ type: [TaskBody] })
  ofIssue(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<TaskBody[]> {
    return this.queries.ofIssue(caller, id);
  }

  @Requires('plan.edit')
  @RequiresIfMatch()
  @Versioned()
  @Post('issues/:id/tasks')
  @ApiOperation({ summary: '整改中增加措施；If-Match 为问题的版本，返回的 ETag 为新措施的版本' })
  @ApiCreatedResponse({ type: TaskBody })
  add(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: MeasureFields,
  ): Promise<TaskBody> {
    return this.commands.add(caller, id, version, body);
  }
}
