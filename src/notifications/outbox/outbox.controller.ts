import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { CancellationInput, OutboxMessageBody, OutboxQuery } from './outbox.dto.js';
import { OutboxService } from './outbox.service.js';

@ApiTags('outbox')
@Controller('outbox')
export class OutboxController {
  constructor(private readonly outbox: OutboxService) {}

  @Requires('outbox.read')
  @Get()
  @ApiOperation({ summary: '邮件和群机器人消息的发送情况，最新的在前' })
  @ApiOkResponse({ type: pageOf(OutboxMessageBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: OutboxQuery,
  ): Promise<Page<OutboxMessageBody>> {
    return this.outbox.list(caller, query);
  }

  @Requires('outbox.manage')
  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: '重新发送' })
  @ApiOkResponse({ type: OutboxMessageBody })
  retry(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<OutboxMessageBody> {
    return this.outbox.retry(caller, id);
  }

  @Requires('outbox.manage')
  @Post(':id/cancellation')
  @HttpCode(200)
  @ApiOperation({ summary: '取消发送' })
  @ApiOkResponse({ type: OutboxMessageBody })
  cancel(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @Body() body: CancellationInput,
  ): Promise<OutboxMessageBody> {
    return this.outbox.cancel(caller, id, body.reason);
  }
}
