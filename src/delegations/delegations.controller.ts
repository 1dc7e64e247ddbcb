import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../identity/access.js';
import { type Caller, CurrentCaller } from '../identity/caller.js';
import { IdParam, StepRoute } from '../platform/http/command.js';
import { IfMatch, Versioned } from '../platform/http/etag.js';
import { type Page, pageOf, PageQuery } from '../platform/http/paging.js';
import { DelegatedActBody, DelegationBody, PersonRef } from './delegations.body.js';
import {
  CandidateQuery,
  DelegationInput,
  DelegationQuery,
  RevocationInput,
} from './delegations.dto.js';
import { DelegationQueries } from './delegation.queries.js';
import { DelegationsService } from './delegations.service.js';

@ApiTags('delegations')
@Controller('delegations')
export class DelegationsController {
  constructor(
    private readonly queries: DelegationQueries,
    private readonly delegations: DelegationsService,
  ) {}

  @Requires('delegation.name', 'delegation.manage')
  @Get()
  @ApiOperation({ summary: '代理：本人请人代理和代人办理的；系统管理员为全部' })
  @ApiOkResponse({ type: pageOf(DelegationBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: DelegationQuery,
  ): Promise<Page<DelegationBody>> {
    return this.queries.list(caller, query);
  }

  @Requires('delegation.name', 'delegation.manage')
  @Get('candidates')
  @ApiOperation({ summary: '可以担任代理人的同单位人员' })
  @ApiOkResponse({ type: PersonRef, isArray: true })
  candidates(
    @CurrentCaller() caller: Caller,
    @Query() query: CandidateQuery,
  ): Promise<PersonRef[]> {
    return this.queries.candidates(caller, query.delegatorId);
  }

  @Requires('delegation.name', 'delegation.manage')
  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: '代理' })
  @ApiOkResponse({ type: DelegationBody })
  get(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<DelegationBody> {
    return this.queries.get(caller, id);
  }

  @Requires('delegation.name', 'delegation.manage')
  @Get(':id/acts')
  @ApiOperation({ summary: '代理人代为办理的事项' })
  @ApiOkResponse({ type: pageOf(DelegatedActBody) })
  acts(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Query() query: PageQuery,
  ): Promise<Page<DelegatedActBody>> {
    return this.queries.acts(caller, id, query);
  }

  @Requires('delegation.name', 'delegation.manage')
  @Post()
  @Versioned()
  @ApiOperation({
    summary: '请人代理',
    description: '为本人；系统管理员也可以为已离岗的人员设置。代理人不需确认，但会收到消息。',
  })
  @ApiCreatedResponse({ type: DelegationBody })
  create(@CurrentCaller() caller: Caller, @Body() body: DelegationInput): Promise<DelegationBody> {
    return this.delegations.create(caller, body);
  }

  @Requires('delegation.name', 'delegation.manage')
  @StepRoute(':id/revocation', '撤销代理，即时生效', DelegationBody)
  revoke(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() { reason }: RevocationInput,
  ): Promise<DelegationBody> {
    return this.delegations.revoke(caller, id, version, reason);
  }
}
