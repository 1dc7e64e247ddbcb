import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../platform/http/access.js';
import { IdParam } from '../platform/http/command.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { type Caller, CurrentCaller } from './caller.js';
import { JobBody, JobQuery } from './jobs.dto.js';
import { OwnJobs } from './jobs.service.js';

/** Background jobs belong to who asked for them; those of others do not exist for the caller. */
@ApiTags('jobs')
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: OwnJobs) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: '我的后台任务，最新的在前' })
  @ApiOkResponse({ type: pageOf(JobBody) })
  list(@CurrentCaller() caller: Caller, @Query() query: JobQuery): Promise<Page<JobBody>> {
    return this.jobs.list(caller, query);
  }

  @SignedIn()
  @Get(':id')
  @ApiOperation({ summary: '后台任务的进度和结果' })
  @ApiOkResponse({ type: JobBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<JobBody> {
    return this.jobs.get(caller, id);
  }

  @SignedIn()
  @Get(':id/result')
  @ApiOperation({ summary: '下载后台任务生成的文件' })
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  result(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<StreamableFile> {
    return this.jobs.result(caller, id);
  }

  @SignedIn()
  @Post(':id/cancellation')
  @HttpCode(200)
  @ApiOperation({ summary: '取消后台任务' })
  @ApiOkResponse({ type: JobBody })
  cancel(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<JobBody> {
    return this.jobs.cancel(caller, id);
  }
}
