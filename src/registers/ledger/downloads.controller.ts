import { applyDecorators, Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IssueListQuery } from '../issues/issue.list-query.js';
import { TaskListQuery } from '../tasks/task.dto.js';
import { type FileFormat, MIME_OF } from '../../documents/rendered-file.js';
import { DownloadsService } from './downloads.service.js';
import { LedgerListQuery } from './ledger.dto.js';

const NOTES: Readonly<Record<FileFormat, string>> = {
  csv:
    'RFC 4180，UTF-8（带 BOM）。以 = + - @、制表符、回车、换行、全角＝＋－＠或撇号开头的文字前加一个撇号，' +
    '以免被当作公式；读入时去掉文字开头的一个撇号即为原文。',
  xlsx: 'Excel 工作簿，数字、日期、金额为相应类型，文字不会成为公式。',
  pdf: '可打印、盖章的 PDF，每页有表头和页码。',
};

/** `GET <list>.<format>`: the filters of the list, without paging, at most 20,000 rows (422 above). */
const DownloadRoute = (path: string, format: FileFormat, title: string) =>
  applyDecorators(
    Requires('issue.read'),
    Get(`${path}.${format}`),
    ApiOperation({
      summary: `下载${title}（${format.toUpperCase()}）`,
      description: `筛选条件同列表，不分页（page、pageSize 不起作用），至多20000行。${NOTES[format]}`,
    }),
    ApiProduces(MIME_OF[format]),
    ApiOkResponse({ schema: { type: 'string', format: 'binary' } }),
  );

@ApiTags('downloads')
@Controller()
export class DownloadsController {
  constructor(private readonly downloads: DownloadsService) {}

  @DownloadRoute('issues', 'csv', '问题清单')
  issuesCsv(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.issues(caller, query, 'csv');
  }

  @DownloadRoute('issues', 'xlsx', '问题清单')
  issuesXlsx(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.issues(caller, query, 'xlsx');
  }

  @DownloadRoute('issues', 'pdf', '问题清单')
  issuesPdf(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.issues(caller, query, 'pdf');
  }

  @DownloadRoute('tasks', 'csv', '任务清单')
  tasksCsv(
    @CurrentCaller() caller: Caller,
    @Query() query: TaskListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.tasks(caller, query, 'csv');
  }

  @DownloadRoute('tasks', 'xlsx', '任务清单')
  tasksXlsx(
    @CurrentCaller() caller: Caller,
    @Query() query: TaskListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.tasks(caller, query, 'xlsx');
  }

  @DownloadRoute('tasks', 'pdf', '任务清单')
  tasksPdf(
    @CurrentCaller() caller: Caller,
    @Query() query: TaskListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.tasks(caller, query, 'pdf');
  }

  @DownloadRoute('responsibilities', 'csv', '责任清单')
  responsibilitiesCsv(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.responsibilities(caller, query, 'csv');
  }

  @DownloadRoute('responsibilities', 'xlsx', '责任清单')
  responsibilitiesXlsx(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.responsibilities(caller, query, 'xlsx');
  }

  @DownloadRoute('responsibilities', 'pdf', '责任清单')
  responsibilitiesPdf(
    @CurrentCaller() caller: Caller,
    @Query() query: IssueListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.responsibilities(caller, query, 'pdf');
  }

  @DownloadRoute('ledger', 'csv', '整改台账')
  ledgerCsv(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.ledger(caller, query, 'csv');
  }

  @DownloadRoute('ledger', 'xlsx', '整改台账')
  ledgerXlsx(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.ledger(caller, query, 'xlsx');
  }

  @DownloadRoute('ledger', 'pdf', '整改台账')
  ledgerPdf(
    @CurrentCaller() caller: Caller,
    @Query() query: LedgerListQuery,
  ): Promise<StreamableFile> {
    return this.downloads.ledger(caller, query, 'pdf');
  }
}
