import {
  Body,
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  HttpCode,
  Injectable,
  type NestInterceptor,
  Post,
  Req,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, type Observable, throwError } from 'rxjs';
import { Public, SignedIn } from '../platform/http/access.js';
import { BeforePasswordChange } from './access.js';
import { LoginBody, MeView, PasswordBody, SessionView } from './auth.dto.js';
import { AuthService, type OpenedSession } from './auth.service.js';
import { type Caller, CurrentCaller } from './caller.js';
import {
  assertSameOrigin,
  clearSessionCookie,
  credentialOf,
  setSessionCookie,
} from './credentials.js';
import { TooManyAttempts } from './login-attempts.js';

/** Tells a caller who has tried too often when to come back. */
@Injectable()
class RetryAfterInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (error instanceof TooManyAttempts) {
          void reply.header('retry-after', String(error.retryAfterSeconds));
        }
        return throwError(() => error);
      }),
    );
  }
}

@ApiTags('session')
@Controller('auth')
@UseInterceptors(RetryAfterInterceptor)
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiOperation({ summary: '登录', description: '连续5次密码错误锁定账号15分钟。' })
  @ApiOkResponse({ type: SessionView })
  async login(
    @Body() body: LoginBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    if (body.cookie) assertSameOrigin(request);
    const session = await this.auth.login(body, request.ip);
    return body.cookie ? inCookie(request, reply, session) : session;
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
    if (credentialOf(request)?.via === 'COOKIE') clearSessionCookie(request, reply);
  }

  @SignedIn()
  @BeforePasswordChange()
  @Get('me')
  @ApiBearerAuth()
  @ApiOperation({ summary: '当前用户及其权限' })
  @ApiOkResponse({ type: MeView })
  me(@CurrentCaller() caller: Caller): Promise<MeView> {
    return this.auth.me(caller);
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
    const session = await this.auth.changePassword(caller, via, body, request.ip);
    return via === 'COOKIE' ? inCookie(request, reply, session) : session;
  }
}

function inCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  session: OpenedSession,
): SessionView {
  setSessionCookie(request, reply, session.token);
  return { ...session, token: null };
}
