import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { MIME_OF } from '../documents/rendered-file.js';
import { Requires } from '../identity/access.js';
import { AuditExportQuery } from './audit-export.dto.js';
import { AuditExport } from './audit-export.service.js';

@ApiTags('operations')
@Controller()
export class AuditExportController {
  constructor(private readonly exports: AuditExport) {}

  @Requires('audit.read')
  @Get('audit.csv')
  @ApiOperation({
    summary: '下载审计日志（CSV），最早的在前',
    description:
      '筛选条件同列表，至多1000000条。RFC 4180，UTF-8（带 BOM），可能被当作公式的文字前加一个撇号。',
  })
  @ApiProduces(MIME_OF.csv)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  csv(@Query() query: AuditExportQuery): Promise<StreamableFile> {
    return this.exports.csv(query);
  }

  @Requires('audit.read')
  @Get('audit.xlsx')
  @ApiOperation({
    summary: '下载审计日志（XLSX），最早的在前',
    description: '筛选条件同列表，至多20000条。文字不会成为公式。',
  })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  xlsx(@Query() query: AuditExportQuery): Promise<StreamableFile> {
    return this.exports.workbook(query);
  }
}
