import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Page, pageOf } from '../platform/http/paging.js';
import { Requires } from './access.js';
import { AuditItem, AuditQuery, ChainReportBody } from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';

@ApiTags('operations')
@Controller('audit')
export class AuditController {
  constructor(private readonly queries: AuditQueries) {}

  @Requires('audit.read')
  @Get()
  @ApiOperation({ summary: '审计日志，最新的在前' })
  @ApiOkResponse({ type: pageOf(AuditItem) })
  list(@Query() query: AuditQuery): Promise<Page<AuditItem>> {
    return this.queries.list(query);
  }

  @Requires('audit.read')
  @Get('verification')
  @ApiOperation({ summary: '逐条重算日志链，指出第一处被改动的记录' })
  @ApiOkResponse({ type: [ChainReportBody] })
  verify(): Promise<ChainReportBody[]> {
    return this.queries.verify();
  }
}
