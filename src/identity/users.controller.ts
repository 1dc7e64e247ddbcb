import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { IfMatch, RequiresIfMatch, Versioned } from '../platform/http/etag.js';
import { Requires } from './access.js';
import { type Caller, CurrentCaller } from './caller.js';
import {
  CreateUserBody,
  PasswordResetView,
  UpdateUserBody,
  UserPage,
  UsersQuery,
  UserView,
} from './users.dto.js';
import { UserQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@ApiTags('organisation')
@ApiBearerAuth()
@Controller('users')
export class UsersController {
  constructor(
    private readonly queries: UserQueries,
    private readonly users: UsersService,
  ) {}

  @Requires('user.read')
  @Get()
  @ApiOperation({ summary: '用户列表' })
  @ApiOkResponse({ type: UserPage })
  list(@Query() query: UsersQuery): Promise<UserPage> {
    return this.queries.list(query);
  }

  @Requires('user.read')
  @Get(':id')
  @Versioned()
  @ApiOperation({ summary: '用户' })
  @ApiOkResponse({ type: UserView })
  get(@Param('id', ParseUUIDPipe) id: string): Promise<UserView> {
    return this.queries.get(id);
  }

  @Requires('user.manage')
  @Post()
  @Versioned()
  @ApiOperation({
    summary: '新增用户',
    description: '新用户没有角色和密码，由安全管理员授予角色并发放一次性密码后方可登录。',
  })
  @ApiCreatedResponse({ type: UserView })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateUserBody): Promise<UserView> {
    return this.users.create(caller, body);
  }

  @Requires('user.manage', 'user.secure')
  @Patch(':id')
  @Versioned()
  @RequiresIfMatch()
  @ApiOperation({
    summary: '修改用户',
    description:
      '姓名、职务、单位、电子邮箱由系统管理员修改；角色、停用由安全管理员办理。单位、角色改变或停用后，该用户的会话立即失效。',
  })
  @ApiOkResponse({ type: UserView })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
    @IfMatch() version: number,
    @Body() body: UpdateUserBody,
  ): Promise<UserView> {
    return this.users.update(caller, id, version, body);
  }

  @Requires('user.secure', 'user.manage')
  @Post(':id/password-reset')
  @HttpCode(200)
  @ApiOperation({
    summary: '重置密码',
    description:
      '由安全管理员办理，返回一次性密码。尚无安全管理员到任时，系统管理员可为所任命的安全管理员发放首个密码。',
  })
  @ApiOkResponse({ type: PasswordResetView })
  resetPassword(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<PasswordResetView> {
    return this.users.resetPassword(caller, id);
  }

  @Requires('user.secure')
  @Post(':id/second-factor-reset')
  @HttpCode(200)
  @ApiOperation({
    summary: '重置动态口令',
    description: '手机遗失时由安全管理员办理：停用该用户的动态口令和恢复码，其全部会话立即失效。',
  })
  @ApiOkResponse({ type: UserView })
  resetSecondFactor(
    @CurrentCaller() caller: Caller,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<UserView> {
    return this.users.resetSecondFactor(caller, id);
  }
}
