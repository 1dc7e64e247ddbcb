import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { MIME_OF } from '../../documents/rendered-file.js';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { Breakdowns } from './breakdowns.service.js';
import { Comparisons } from './comparisons.service.js';
import { BreakdownBody, OverviewBody, PunctualityBody, UnitStatisticsBody } from './figure.body.js';
import { LightWallBody } from './light-wall.body.js';
import { LightWall } from './light-wall.service.js';
import { Overview } from './overview.service.js';
import { ReportPunctuality } from './punctuality.service.js';
import { StatisticsRowsBody } from './rows.body.js';
import { StatisticsRows } from './rows.service.js';
import {
  ComparisonQuery,
  LightWallQuery,
  PunctualityQuery,
  StatisticsFilter,
  StatisticsRowsQuery,
  UnitStatisticsQuery,
  UnresolvedQuery,
} from './statistics.dto.js';
import { ComparisonBody, TrendBody } from './trend.body.js';
import { Trend } from './trend.service.js';
import { UnresolvedBody } from './unresolved.body.js';
import { UnresolvedIssues } from './unresolved.service.js';

const FILE = { schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('statistics')
@Controller('statistics')
export class StatisticsController {
  constructor(
    private readonly overviews: Overview,
    private readonly breakdowns: Breakdowns,
    private readonly trends: Trend,
    private readonly comparison: Comparisons,
    private readonly unresolvedIssues: UnresolvedIssues,
    private readonly lights: LightWall,
    private readonly punctuality: ReportPunctuality,
    private readonly figureRows: StatisticsRows,
  ) {}

  @Requires('statistics.read')
  @Get('overview')
  @ApiOperation({ summary: '统计总览：首页卡片和全部指标，可查任一时点' })
  @ApiOkResponse({ type: OverviewBody })
  overview(
    @CurrentCaller() caller: Caller,
    @Query() query: StatisticsFilter,
  ): Promise<OverviewBody> {
    return this.overviews.get(caller, query);
  }

  @Requires('statistics.read')
  @Get('units')
  @ApiOperation({ summary: '各单位统计与排名；并列同名次，无问题单位另列' })
  @ApiOkResponse({ type: UnitStatisticsBody })
  units(
    @CurrentCaller() caller: Caller,
    @Query() query: UnitStatisticsQuery,
  ): Promise<UnitStatisticsBody> {
    return this.breakdowns.units(caller, query);
  }

  @Requires('statistics.read')
  @Get('categories')
  @ApiOperation({ summary: '按问题类别统计' })
  @ApiOkResponse({ type: BreakdownBody })
  categories(
    @CurrentCaller() caller: Caller,
    @Query() query: StatisticsFilter,
  ): Promise<BreakdownBody> {
    return this.breakdowns.categories(caller, query);
  }

  @Requires('statistics.read')
  @Get('sources')
  @ApiOperation({ summary: '按问题来源统计' })
  @ApiOkResponse({ type: BreakdownBody })
  sources(
    @CurrentCaller() caller: Caller,
    @Query() query: StatisticsFilter,
  ): Promise<BreakdownBody> {
    return this.breakdowns.sources(caller, query);
  }

  @Requires('statistics.read')
  @Get('trend')
  @ApiOperation({ summary: '月度趋势：新增、销号、重开和期末未销号，依台账分录' })
  @ApiOkResponse({ type: TrendBody })
  trend(@CurrentCaller() caller: Caller, @Query() query: StatisticsFilter): Promise<TrendBody> {
    return this.trends.get(caller, query);
  }

  @Requires('statistics.read')
  @Get('comparisons')
  @ApiOperation({ summary: '环比、同比；率比百分点，数比百分数，基数为0时为“—”' })
  @ApiOkResponse({ type: ComparisonBody })
  comparisons(
    @CurrentCaller() caller: Caller,
    @Query() query: ComparisonQuery,
  ): Promise<ComparisonBody> {
    return this.comparison.get(caller, query);
  }

  @Requires('statistics.read')
  @Get('unresolved')
  @ApiOperation({ summary: '未整改到位：逾期和持续整改的问题，按逾期天数；按原因合计' })
  @ApiOkResponse({ type: UnresolvedBody })
  unresolved(
    @CurrentCaller() caller: Caller,
    @Query() query: UnresolvedQuery,
  ): Promise<UnresolvedBody> {
    return this.unresolvedIssues.get(caller, query);
  }

  @Requires('issue.read')
  @Get('unresolved.xlsx')
  @ApiOperation({ summary: '下载未整改到位问题清单（XLSX）' })
  @ApiProduces(MIME_OF.xlsx)
  @ApiOkResponse(FILE)
  unresolvedXlsx(
    @CurrentCaller() caller: Caller,
    @Query() query: StatisticsFilter,
  ): Promise<StreamableFile> {
    return this.unresolvedIssues.file(caller, query, 'xlsx');
  }

  @Requires('issue.read')
  @Get('unresolved.pdf')
  @ApiOperation({ summary: '下载未整改到位问题清单（PDF）' })
  @ApiProduces(MIME_OF.pdf)
  @ApiOkResponse(FILE)
  unresolvedPdf(
    @CurrentCaller() caller: Caller,
    @Query() query: StatisticsFilter,
  ): Promise<StreamableFile> {
    return this.unresolvedIssues.file(caller, query, 'pdf');
  }

  @Requires('statistics.read')
  @Get('light-wall')
  @ApiOperation({ summary: '亮灯墙：各单位各灯问题数（现在）' })
  @ApiOkResponse({ type: LightWallBody })
  lightWall(
    @CurrentCaller() caller: Caller,
    @Query() query: LightWallQuery,
  ): Promise<LightWallBody> {
    return this.lights.get(caller, query);
  }

  @Requires('statistics.read')
  @Get('report-punctuality')
  @ApiOperation({ summary: '报送情况：及时率、迟报、未报、零报告、退回，按单位' })
  @ApiOkResponse({ type: PunctualityBody })
  reportPunctuality(
    @CurrentCaller() caller: Caller,
    @Query() query: PunctualityQuery,
  ): Promise<PunctualityBody> {
    return this.punctuality.get(caller, query);
  }

  @Requires('issue.read')
  @Get('rows')
  @ApiOperation({
    summary: '构成某项指标分子的明细',
    description: '各行计入数之和（sum）等于该指标在同一时点、同一范围的分子。',
  })
  @ApiOkResponse({ type: StatisticsRowsBody })
  rows(
    @CurrentCaller() caller: Caller,
    @Query() query: StatisticsRowsQuery,
  ): Promise<StatisticsRowsBody> {
    return this.figureRows.list(caller, query);
  }
}
