import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam, StepRoute } from '../../platform/http/command.js';
import { IfMatch } from '../../platform/http/etag.js';
import { DutyQueries } from './duty.queries.js';
import { ReportExemptions } from './report-exemptions.service.js';
import { ReportUrges } from './report-urges.service.js';
import { DutiesBody, DutyBody, UrgeBody } from './schedule.body.js';
import { ExemptionInput, ExemptionWithdrawalInput, UrgeInput } from './schedule.dto.js';

/** What the schedule knows and does about single reports. */
@ApiTags('report-schedule')
@Controller('reports')
export class ReportDutyController {
  constructor(
    private readonly duties: DutyQueries,
    private readonly urges: ReportUrges,
    private readonly exemptions: ReportExemptions,
  ) {}

  @Requires('report.read')
  @Get('duties')
  @ApiOperation({ summary: '本单位的报送事项：应报的、待接收的、逾期未报来的' })
  @ApiOkResponse({ type: DutiesBody })
  mine(@CurrentCaller() caller: Caller): Promise<DutiesBody> {
    return this.duties.mine(caller);
  }

  @Requires('report.read')
  @Get(':id/urges')
  @ApiOperation({ summary: '催报登记' })
  @ApiOkResponse({ type: [UrgeBody] })
  urgesOf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<UrgeBody[]> {
    return this.urges.list(caller, id);
  }

  @Requires('report.urge')
  @Post(':id/urges')
  @ApiOperation({ summary: '催报（接收单位）：登记并通知填报单位' })
  @ApiCreatedResponse({ type: UrgeBody })
  urge(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() body: UrgeInput,
  ): Promise<UrgeBody> {
    return this.urges.urge(caller, id, body);
  }

  @Requires('report.exempt')
  @StepRoute(':id/exemption', '批准免报（接收单位负责人，期限之前）', DutyBody)
  exempt(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: ExemptionInput,
  ): Promise<DutyBody> {
    return this.exemptions.grant(caller, id, version, reason);
  }

  @Requires('report.exempt')
  @StepRoute(':id/exemption-withdrawal', '撤回免报（期限之前）', DutyBody)
  withdrawExemption(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: ExemptionWithdrawalInput,
  ): Promise<DutyBody> {
    return this.exemptions.withdraw(caller, id, version, reason);
  }
}
