import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.js';
import { type Caller, CurrentCaller } from '../../identity/caller.js';
import { IfMatch, RequiresIfMatch, Versioned } from '../../platform/http/etag.js';
import { PreferencesBody, PreferencesInput } from './preferences.dto.js';
import { PreferencesService } from './preferences.service.js';

@ApiTags('notifications')
@Controller('notifications/preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Requires('notification.read')
  @Get()
  @Versioned()
  @ApiOperation({ summary: '我的消息设置' })
  @ApiOkResponse({ type: PreferencesBody })
  get(@CurrentCaller() caller: Caller): Promise<PreferencesBody> {
    return this.preferences.get(caller);
  }

  @Requires('notification.read')
  @Put()
  @Versioned()
  @RequiresIfMatch()
  @ApiOperation({ summary: '选择哪些消息另发邮件' })
  @ApiOkResponse({ type: PreferencesBody })
  put(
    @CurrentCaller() caller: Caller,
    @IfMatch() version: number,
    @Body() body: PreferencesInput,
  ): Promise<PreferencesBody> {
    return this.preferences.put(caller, version, body);
  }
}
