import { Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../identity/access.js';
import { type Caller, CurrentCaller } from '../identity/caller.js';
import { IdParam } from '../platform/http/command.js';
import { type Page, pageOf } from '../platform/http/paging.js';
import { NotificationBody, UnreadBody } from './notification.body.js';
import { NotificationQuery } from './notification.dto.js';
import { NotificationsService } from './notifications.service.js';

@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  @Requires('notification.read')
  @Get()
  @ApiOperation({ summary: '我的消息，最新的在前' })
  @ApiOkResponse({ type: pageOf(NotificationBody) })
  list(
    @CurrentCaller() caller: Caller,
    @Query() query: NotificationQuery,
  ): Promise<Page<NotificationBody>> {
    return this.notifications.list(caller, query);
  }

  @Requires('notification.read')
  @Get('unread')
  @ApiOperation({ summary: '未读消息数' })
  @ApiOkResponse({ type: UnreadBody })
  unread(@CurrentCaller() caller: Caller): Promise<UnreadBody> {
    return this.notifications.unread(caller);
  }

  @Requires('notification.read')
  @Post(':id/reading')
  @HttpCode(200)
  @ApiOperation({ summary: '标为已读' })
  @ApiOkResponse({ type: NotificationBody })
  read(@CurrentCaller() caller: Caller, @IdParam() id: string): Promise<NotificationBody> {
    return this.notifications.read(caller, id);
  }

  @Requires('notification.read')
  @Post('reading')
  @HttpCode(200)
  @ApiOperation({ summary: '全部标为已读' })
  @ApiOkResponse({ type: UnreadBody })
  readAll(@CurrentCaller() caller: Caller): Promise<UnreadBody> {
    return this.notifications.readAll(caller);
  }
}
