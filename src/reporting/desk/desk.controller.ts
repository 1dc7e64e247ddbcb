import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { SignedIn } from '../../platform/http/access.js';
import { TodoBody } from './desk.body.js';
import { DeskQueries } from './desk.queries.js';

@ApiTags('desk')
@Controller('todo')
export class DeskController {
  constructor(private readonly desk: DeskQueries) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: '我的待办：各类件数和相应列表的查询条件' })
  @ApiOkResponse({ type: TodoBody })
  todo(@CurrentCaller() caller: Caller): Promise<TodoBody> {
    return this.desk.todo(caller);
  }
}
