import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { CaseListQuery } from './case.dto.js';
import { CaseDocuments } from './case.documents.js';

@ApiTags('downloads')
@Controller()
export class CaseDownloadsController {
  constructor(private readonly documents: CaseDocuments) {}

  @Requires('case.read')
  @Get('cases.xlsx')
  @ApiOperation({
    summary: '下载典型案例汇总表（XLSX）',
    description: '筛选条件同列表，不分页，至多5000个案例；涉案人员一律使用公开称谓。',
  })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  workbook(
    @CurrentCaller() caller: Caller,
    @Query() query: CaseListQuery,
  ): Promise<StreamableFile> {
    return this.documents.workbook(caller, query);
  }
}
