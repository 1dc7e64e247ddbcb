import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { DutyQueries } from './duty.queries.js';
import { ReportEvents } from './report-events.service.js';
import { ReportShiftQueries } from './report-shifts.queries.js';
import { ReportShifts } from './report-shifts.service.js';
import { ReportUrges } from './report-urges.service.js';
import { BatchUrgeBody, DutyBody, ShiftBody } from './schedule.body.js';
import {
  BatchUrgeInput,
  CalendarQuery,
  ReportEventInput,
  ShiftInput,
  ShiftListQuery,
  UrgeNoticeQuery,
} from './schedule.dto.js';
import { UrgeNotice } from './urge-notice.js';

/** Calendar, 顺延, 催报 of many, and reports on events. */
@ApiTags('report-schedule')
@Controller()
export class ScheduleController {
  constructor(
    private readonly duties: DutyQueries,
    private readonly shifts: ReportShifts,
    private readonly shiftQueries: ReportShiftQueries,
    private readonly urges: ReportUrges,
    private readonly notice: UrgeNotice,
    private readonly events: ReportEvents,
  ) {}

  @Requires('report.read')
  @Get('report-calendar')
  @ApiOperation({ summary: '报送日历：已生成的报告和以后各期' })
  @ApiOkResponse({ type: pageOf(DutyBody) })
  calendar(
    @CurrentCaller() caller: Caller,
    @Query() query: CalendarQuery,
  ): Promise<Page<DutyBody>> {
    return this.duties.calendar(caller, query);
  }

  @Requires('report.read')
  @Get('report-shifts')
  @ApiOperation({ summary: '顺延通知，最新的在前' })
  @ApiOkResponse({ type: pageOf(ShiftBody) })
  listShifts(
    @CurrentCaller() caller: Caller,
    @Query() query: ShiftListQuery,
  ): Promise<Page<ShiftBody>> {
    return this.shiftQueries.list(caller, query);
  }

  @Requires('report.shift')
  @Post('report-shifts')
  @ApiOperation({ summary: '发布顺延通知：某项报告某一期改期，对向本单位报送的所有单位生效' })
  @ApiCreatedResponse({ type: ShiftBody })
  shift(@CurrentCaller() caller: Caller, @Body() body: ShiftInput): Promise<ShiftBody> {
    return this.shifts.publish(caller, body);
  }

  @Requires('report.urge')
  @Post('report-urges')
  @HttpCode(200)
  @ApiOperation({ summary: '批量催报：答复哪些已催、哪些没有催及原因' })
  @ApiOkResponse({ type: BatchUrgeBody })
  urgeAll(@CurrentCaller() caller: Caller, @Body() body: BatchUrgeInput): Promise<BatchUrgeBody> {
    return this.urges.urgeAll(caller, body);
  }

  @Requires('report.urge')
  @Get('report-urges/notice.pdf')
  @ApiOperation({ summary: '催报通知（PDF）：列出某项报告某一期逾期未报的单位' })
  @ApiProduces(MIME_OF.pdf)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @Header('Cache-Control', 'private, no-cache')
  noticePdf(
    @CurrentCaller() caller: Caller,
    @Query() query: UrgeNoticeQuery,
  ): Promise<StreamableFile> {
    return this.notice.pdf(caller, query);
  }

  @Requires('report.prepare', 'report.submit', 'report.urge')
  @Versioned()
  @Post('report-events')
  @ApiOperation({ summary: '按事件打开报告：填报单位或接收单位登记；已有的返回原报告' })
  @ApiCreatedResponse({ type: DutyBody })
  openEvent(@CurrentCaller() caller: Caller, @Body() body: ReportEventInput): Promise<DutyBody> {
    return this.events.open(caller, body);
  }
}
