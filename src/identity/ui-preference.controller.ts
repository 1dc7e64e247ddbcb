import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../platform/http/access.js';
import { type Caller, CurrentCaller } from './caller.js';
import { UiPreferenceBody, UiPreferenceInput, UiPreferencesBody } from './ui-preference.dto.js';
import { UiPreferences } from './ui-preference.service.js';

/** Settings of the screens, kept per user so that they follow a person to another computer. */
@ApiTags('ui-preferences')
@Controller('ui-preferences')
export class UiPreferenceController {
  constructor(private readonly preferences: UiPreferences) {}

  @SignedIn()
  @Get()
  @ApiOperation({ summary: '我的界面设置' })
  @ApiOkResponse({ type: UiPreferencesBody })
  list(@CurrentCaller() caller: Caller): Promise<UiPreferencesBody> {
    return this.preferences.list(caller);
  }

  @SignedIn()
  @Put(':key')
  @ApiOperation({ summary: '保存一项界面设置', description: '后保存的覆盖先保存的。' })
  @ApiOkResponse({ type: UiPreferenceBody })
  put(
    @CurrentCaller() caller: Caller,
    @Param('key') key: string,
    @Body() body: UiPreferenceInput,
  ): Promise<UiPreferenceBody> {
    return this.preferences.put(caller, key, body);
  }

  @SignedIn()
  @Delete(':key')
  @HttpCode(204)
  @ApiOperation({ summary: '恢复默认' })
  @ApiNoContentResponse()
  reset(@CurrentCaller() caller: Caller, @Param('key') key: string): Promise<void> {
    return this.preferences.reset(caller, key);
  }
}
