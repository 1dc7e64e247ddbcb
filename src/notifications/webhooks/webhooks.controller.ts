import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IdParam } from '../../platform/http/command.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { type Page, pageOf } from '../../platform/http/paging.js';
import { WebhookBody, WebhookTestBody } from './webhook.body.js';
import { WebhookTrial } from './webhook-trial.service.js';
import { CreateWebhookInput, UpdateWebhookInput, WebhookQuery } from './webhooks.dto.js';
import { WebhookQueries } from './webhooks.queries.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('webhooks')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly queries: WebhookQueries,
    private readonly webhooks: WebhooksService,
    private readonly trial: WebhookTrial,
  ) {}

  @Requires('webhook.manage')
  @Get()
  @ApiOperation({ summary: '群机器人列表' })
  @ApiOkResponse({ type: pageOf(WebhookBody) })
  list(@Query() query: WebhookQuery): Promise<Page<WebhookBody>> {
    return this.queries.list(query);
  }

  @Requires('webhook.manage')
  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: '群机器人' })
  @ApiOkResponse({ type: WebhookBody })
  get(@IdParam() id: string): Promise<WebhookBody> {
    return this.queries.get(id);
  }

  @Requires('webhook.manage')
  @Post()
  @Versioned()
  @ApiOperation({ summary: '登记群机器人' })
  @ApiCreatedResponse({ type: WebhookBody })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateWebhookInput): Promise<WebhookBody> {
    return this.webhooks.create(caller, body);
  }

  @Requires('webhook.manage')
  @Patch(':id')
  @Versioned()
  @RequiresIfMatch()
  @ApiOperation({ summary: '修改、停用、启用群机器人' })
  @ApiOkResponse({ type: WebhookBody })
  update(
    @CurrentCaller() caller: Caller,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() body: UpdateWebhookInput,
  ): Promise<WebhookBody> {
    return this.webhooks.update(caller, id, version, body);
  }

  @Requires('webhook.manage')
  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: '向群机器人发一条测试消息' })
  @ApiOkResponse({ type: WebhookTestBody })
  test(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<WebhookTestBody> {
    return this.trial.run(caller, id);
  }
}
