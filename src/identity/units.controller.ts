import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { IfMatch, RequiresIfMatch, Versioned } from '../platform/http/etag.js';
import { Requires } from './access.js';
import { actorOf, type Caller, CurrentCaller } from './caller.js';
import {
  CreateUnitBody,
  StaffMember,
  StaffQuery,
  UnitNode,
  UnitPage,
  UnitsQuery,
  UnitView,
  UpdateUnitBody,
} from './units.dto.js';
import { UnitQueries } from './units.queries.js';
import { StaffQueries } from './staff.queries.js';
import { UnitsService } from './units.service.js';

@ApiTags('organisation')
@ApiBearerAuth()
@Controller('units')
export class UnitsController {
  constructor(
    private readonly queries: UnitQueries,
    private readonly units: UnitsService,
    private readonly staff: StaffQueries,
  ) {}

  @Requires('unit.read')
  @Get()
  @ApiOperation({ summary: '单位列表' })
  @ApiOkResponse({ type: UnitPage })
  list(@CurrentCaller() caller: Caller, @Query() query: UnitsQuery): Promise<UnitPage> {
    return this.queries.list(caller, query);
  }

  @Requires('unit.read')
  @Get('tree')
  @ApiOperation({ summary: '组织树（可见范围内）' })
  @ApiOkResponse({ type: UnitNode, isArray: true })
  tree(@CurrentCaller() caller: Caller): Promise<UnitNode[]> {
    return this.queries.tree(caller);
  }

  @Requires('plan.edit')
  @Get('staff')
  @ApiOperation({
    summary: '可以列为责任人的工作人员',
    description: '在用的用户，限于本人填写整改方案的单位；范围外的单位没有名单。',
  })
  @ApiOkResponse({ type: StaffMember, isArray: true })
  staffOf(@CurrentCaller() caller: Caller, @Query() query: StaffQuery): Promise<StaffMember[]> {
    return this.staff.list(caller, query.unitId);
  }

  @Requires('unit.read')
  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: '单位' })
  @ApiOkResponse({ type: UnitView })
  get(@CurrentCaller() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<UnitView> {
    return this.queries.get(caller, id);
  }

  @Requires('unit.manage')
  @Post()
  @Versioned()
  @ApiOperation({ summary: '新增单位' })
  @ApiCreatedResponse({ type: UnitView })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateUnitBody): Promise<UnitView> {
    return this.units.create(actorOf(caller), body);
  }

  @Requires('unit.manage')
  @Patch(':id')
  @Versioned()
  @RequiresIfMatch()
  @ApiOperation({ summary: '修改、移动、停用单位' })
  @ApiOkResponse({ type: UnitView })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() version: number,
    @Body() body: UpdateUnitBody,
  ): Promise<UnitView> {
    return this.units.update(actorOf(caller), id, version, body);
  }
}
