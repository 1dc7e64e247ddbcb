import { Body, Controller, Get, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public, SignedIn } from '../platform/http/access.js';
import { BeforePasswordChange } from './access.js';
import { LoginBody, LoginView, MeView, PasswordBody, SessionView } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { type Caller, CurrentCaller } from './caller.js';
import { assertSameOrigin, clearCookie, cookieOf, credentialOf, setCookie } from './credentials.js';
import { MeQueries } from './me.queries.js';
import { OwnPassword } from './own-password.service.js';
import { RetryAfterInterceptor } from './retry-after.js';
import { SecondStepBody } from './second-factor.dto.js';
import type { OpenedSession } from './session.opener.js';
import { isChallenge, type OpenedChallenge, SignInService } from './sign-in.service.js';

@ApiTags('session')
@Controller('auth')
@UseInterceptors(RetryAfterInterceptor)
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly signIn: SignInService,
    private readonly password: OwnPassword,
    private readonly queries: MeQueries,
  ) {}

  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiOperation({
    summary: '登录',
    description: '连续5次密码错误锁定账号15分钟。已启用动态口令的账号返回 challenge，再走第二步。',
  })
  @ApiOkResponse({ type: LoginView })
  async login(
    @Body() body: LoginBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoginView> {
    if (body.cookie) assertSameOrigin(request);
    const step = await this.auth.login(body, request.ip);
    if (isChallenge(step)) return asking(request, reply, step);
    const session = body.cookie ? inCookie(request, reply, step) : step;
    return { ...session, challenge: null };
  }

  @Public()
  @Post('login/second-step')
  @HttpCode(200)
  @ApiOperation({
    summary: '登录第二步：动态口令或恢复码',
    description: '口令错误与密码错误一并计数；同一口令、同一恢复码只能用一次。',
  })
  @ApiOkResponse({ type: SessionView })
  async secondStep(
    @Body() body: SecondStepBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { challenge, code } = body;
    if (challenge !== undefined) {
      return this.signIn.finish({ token: challenge, via: 'BEARER' }, code, request.ip);
    }
    assertSameOrigin(request);
    const token = cookieOf(request, 'challenge') ?? '';
    const session = await this.signIn.finish({ token, via: 'COOKIE' }, code, request.ip);
    clearCookie(request, reply, 'challenge');
    return inCookie(request, reply, session);
  }

  @SignedIn()
  @BeforePasswordChange()
  @Post('logout')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({ summary: '退出登录' })
  @ApiNoContentResponse()
  async logout(
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.auth.logout(caller);
    if (credentialOf(request)?.via === 'COOKIE') clearCookie(request, reply, 'session');
  }

  @SignedIn()
  @BeforePasswordChange()
  @Get('me')
  @ApiBearerAuth()
  @ApiOperation({ summary: '当前用户及其权限' })
  @ApiOkResponse({ type: MeView })
  me(@CurrentCaller() caller: Caller): Promise<MeView> {
    return this.queries.me(caller);
  }

  @SignedIn()
  @BeforePasswordChange()
  @Post('password')
  @HttpCode(200)
  @ApiBearerAuth()
  @ApiOperation({
    summary: '修改本人密码',
    description: '该用户的全部会话立即失效，返回一个新会话。',
  })
  @ApiOkResponse({ type: SessionView })
  async changePassword(
    @CurrentCaller() caller: Caller,
    @Body() body: PasswordBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const via = credentialOf(request)?.via ?? 'BEARER';
    const session = await this.password.change(caller, via, body, request.ip);
    return via === 'COOKIE' ? inCookie(request, reply, session) : session;
  }
}

function inCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  session: OpenedSession,
): SessionView {
  setCookie(request, reply, 'session', session.token);
  return { ...session, token: null };
}

/** The token of the second step goes the way on which the session will go. */
function asking(
  request: FastifyRequest,
  reply: FastifyReply,
  { challenge, via, expiresAt }: OpenedChallenge,
): LoginView {
  if (via === 'COOKIE') setCookie(request, reply, 'challenge', challenge);
  const token = via === 'COOKIE' ? null : challenge;
  return { token: null, expiresAt: null, user: null, challenge: { token, expiresAt } };
}
