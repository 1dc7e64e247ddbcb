import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { IssueCases } from './case.body.js';
import { CaseSources } from './case-sources.js';

@ApiTags('cases')
@Controller('issues/:id/cases')
export class CaseSourcesController {
  constructor(private readonly sources: CaseSources) {}

  @Requires('case.read')
  @Get()
  @ApiOperation({ summary: '以该问题为来源的典型案例，以及能否再起草' })
  @ApiOkResponse({ type: IssueCases })
  casesOf(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<IssueCases> {
    return this.sources.casesOf(caller, id);
  }
}
