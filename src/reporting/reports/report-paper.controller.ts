import {
  applyDecorators,
  Controller,
  Get,
  Header,
  Param,
  ParseIntPipe,
  type StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import type { Action } from '../../identity/permissions.js';
import { IdParam } from '../../platform/http/command.js';
import { notFound } from '../../platform/http/problem.js';
import { ReportDocuments } from './report.documents.js';
import { ReportPapers } from './report.papers.js';

const NumberParam = (name: string): ParameterDecorator =>
  Param(name, new ParseIntPipe({ exceptionFactory: () => notFound() }));

const Paper = (path: string, summary: string, action: Action) =>
  applyDecorators(
    Requires(action),
    Get(path),
    Header('Cache-Control', 'private, no-cache'),
    ApiOperation({ summary }),
    ApiProduces(MIME_OF.pdf),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
  );

@ApiTags('reports')
@Controller('reports')
export class ReportPaperController {
  constructor(
    private readonly documents: ReportDocuments,
    private readonly papers: ReportPapers,
  ) {}

  @Paper(':id/versions/:versionNo/ledger.pdf', '进展情况报告所附的整改台账', 'issue.read')
  ledger(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.documents.file(caller, id, versionNo, 'ledger.pdf');
  }

  @Paper(':id/versions/:versionNo/nil-report.pdf', '零报告单', 'report.read')
  nilReport(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.papers.nilReport(caller, id, versionNo);
  }

  @Paper(':id/versions/:versionNo/correction.pdf', '更正报告，附更正前后对照表', 'issue.read')
  correction(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('versionNo') versionNo: number,
  ): Promise<StreamableFile> {
    return this.papers.correction(caller, id, versionNo);
  }

  @Paper(':id/reviews/:seq/notice.pdf', '退回重报通知', 'report.read')
  returnNotice(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @NumberParam('seq') seq: number,
  ): Promise<StreamableFile> {
    return this.papers.returnNotice(caller, id, seq);
  }
}
