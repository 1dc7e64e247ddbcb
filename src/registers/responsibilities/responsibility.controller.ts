import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { IssueListQuery } from '../issues/issue.list-query.js';
import { ResponsibilityBody, ResponsibilityLine } from './responsibility.body.js';
import { ResponsibilityQueries } from './responsibility.queries.js';

@ApiTags('responsibilities')
@Controller()
export class ResponsibilityController {
  constructor(private readonly queries: ResponsibilityQueries) {}

  @Requires('issue.read')
  @Get('responsibilities')
  @ApiOperation({ summary: '责任清单，每条问题一行' })
  @ApiOkResponse({ type: pageOf(ResponsibilityLine) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<Page<ResponsibilityLine>> {
    return this.queries.list(caller, query);
  }

  @Requires('issue.read')
  @Get('issues/:id/responsibilities')
  @ApiOperation({ summary: '一条问题的全部责任条目' })
  @ApiOkResponse({ type: [ResponsibilityBody] })
  ofIssue(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<ResponsibilityBody[]> {
    return this.queries.ofIssue(caller, id);
  }
}
