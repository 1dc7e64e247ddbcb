import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { JobBody } from '../../identity/jobs.dto.js';
import { ExportBody } from './exports.dto.js';
import { ExportsService } from './exports.service.js';

@ApiTags('downloads')
@Controller('exports')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Requires('issue.read')
  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: '在后台导出清单或台账',
    description:
      '回答是后台任务，完成后从 jobs/:id/result 下载，已生成的文件见 jobs?kind=export。' +
      '问题清单和整改台账的 CSV 至多200000行，其他至多20000行。',
  })
  @ApiAcceptedResponse({ type: JobBody })
  request(@CurrentCaller() caller: Caller, @Body() body: ExportBody): Promise<JobBody> {
    return this.exports.request(caller, body);
  }
}
