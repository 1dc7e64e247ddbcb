import { Body, Controller, Get, Header, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../../identity/access.js';
import { type Caller, CurrentCaller } from '../../../identity/caller.js';
import { IdParam, StepRoute } from '../../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../../platform/http/etag.js';
import { PersonBody, PersonList, PersonMatches, RevealedIssuePerson } from './person.body.js';
import {
  EditPersonBody,
  IssuePersonFields,
  PersonSearchBody,
  RevealPersonBody,
  VoidPersonBody,
} from './person.dto.js';
import { PersonQueries } from './person.queries.js';
import { PersonReveals } from './person.reveals.js';
import { PersonSearch } from './person.search.js';
import { PersonService } from './person.service.js';

@ApiTags('issue persons')
@Controller('issues')
export class PersonController {
  constructor(
    private readonly queries: PersonQueries,
    private readonly persons: PersonService,
    private readonly reveals: PersonReveals,
    private readonly search: PersonSearch,
  ) {}

  @Requires('issue.read')
  @Post('person-search')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: '按完整的身份证号、电话或姓名查找问题',
    description: '号码放在请求体中，不进地址和日志；每次查找记入审计日志，不记所查内容。',
  })
  @ApiOkResponse({ type: PersonMatches })
  find(@CurrentCaller() caller: Caller, @Body() body: PersonSearchBody): Promise<PersonMatches> {
    return this.search.find(caller, body);
  }

  @Requires('issue.read')
  @Get(':id/persons')
  @ApiOperation({ summary: '涉及对象（遮蔽）' })
  @ApiOkResponse({ type: PersonList })
  list(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<PersonList> {
    return this.queries.list(caller, id);
  }

  @Requires('person.edit')
  @Versioned()
  @Post(':id/persons')
  @ApiOperation({ summary: 'L09 登记涉及对象' })
  @ApiCreatedResponse({ type: PersonBody })
  add(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() body: IssuePersonFields,
  ): Promise<PersonBody> {
    return this.persons.add(caller, id, body);
  }

  @Requires('person.edit')
  @Versioned()
  @RequiresIfMatch()
  @Patch(':id/persons/:personId')
  @ApiOperation({ summary: '修改涉及对象' })
  @ApiOkResponse({ type: PersonBody })
  edit(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IdParam('personId') personId: string,
    @IfMatch() version: number,
    @Body() body: EditPersonBody,
  ): Promise<PersonBody> {
    return this.persons.edit(caller, id, personId, version, body);
  }

  @Requires('person.edit')
  @StepRoute(':id/persons/:personId/void', '作废涉及对象', PersonBody)
  void(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IdParam('personId') personId: string,
    @IfMatch() version: number,
    @Body() { reason }: VoidPersonBody,
  ): Promise<PersonBody> {
    return this.persons.void(caller, id, personId, version, reason);
  }

  @Requires('person.reveal')
  @Post(':id/persons/:personId/reveals')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: '查看涉及对象的完整信息',
    description: '原因记入审计日志；每人每日限次，用完为429。',
  })
  @ApiOkResponse({ type: RevealedIssuePerson })
  reveal(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IdParam('personId') personId: string,
    @Body() body: RevealPersonBody,
  ): Promise<RevealedIssuePerson> {
    return this.reveals.reveal(caller, id, personId, body);
  }
}
