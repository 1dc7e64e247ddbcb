import { Controller, Get, Query, Redirect, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../platform/http/access.js';
import { clearCookie, cookieOf, setCookie } from './credentials.js';
import { ProviderStartQuery, SignInMethodsView } from './oidc.dto.js';
import { OidcService, type ProviderFault } from './oidc.service.js';
import { isChallenge } from './sign-in.service.js';

interface Target {
  readonly url: string;
}

@ApiTags('session')
@Controller('auth')
export class OidcController {
  constructor(private readonly oidc: OidcService) {}

  @Public()
  @Get('methods')
  @ApiOperation({ summary: '可用的登录方式' })
  @ApiOkResponse({ type: SignInMethodsView })
  methods(): SignInMethodsView {
    const { label } = this.oidc;
    return { provider: label === null ? null : { label } };
  }

  @Public()
  @Get('oidc/start')
  @Redirect()
  @ApiOperation({ summary: '转到统一身份认证' })
  @ApiFoundResponse({ description: '转到统一身份认证；没有配置时为404' })
  async start(
    @Query() query: ProviderStartQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Target> {
    const started = await this.oidc.start(query.to);
    if ('fault' in started) return refusal(started.fault, started.to);
    setCookie(request, reply, 'provider', started.cookie);
    return { url: started.url };
  }

  @Public()
  @Get('oidc/callback')
  @Redirect()
  @ApiOperation({
    summary: '从统一身份认证返回',
    description: '只接受本浏览器刚刚发起、尚未用过的登录；不成功时转到 /login?error=代码。',
  })
  @ApiFoundResponse({ description: '登录后转到原来的页面' })
  async callback(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Target> {
    const query = request.url.split('?').slice(1).join('?');
    const cookie = cookieOf(request, 'provider');
    const result = await this.oidc.finish(query, cookie, request.ip);
    clearCookie(request, reply, 'provider');
    // The address holds the code; no page that follows needs to know it.
    void reply.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store');
    if ('fault' in result) return refusal(result.fault, result.to);
    const { step, to } = result;
    if (isChallenge(step)) {
      setCookie(request, reply, 'challenge', step.challenge);
      return { url: `/login?${new URLSearchParams({ step: 'code', to }).toString()}` };
    }
    setCookie(request, reply, 'session', step.token);
    return { url: to };
  }
}

const refusal = (error: ProviderFault, to: string): Target => ({
  url: `/login?${new URLSearchParams({ error, to }).toString()}`,
});
