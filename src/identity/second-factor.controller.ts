import { Body, Controller, Get, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SignedIn } from '../platform/http/access.js';
import { BeforeSecondFactor } from './access.js';
import { type Caller, CurrentCaller } from './caller.js';
import { RetryAfterInterceptor } from './retry-after.js';
import {
  ConfirmationBody,
  ProofBody,
  RecoveryCodesView,
  SecondFactorProposal,
  SecondFactorView,
} from './second-factor.dto.js';
import { SecondFactorService } from './second-factor.service.js';

@ApiTags('session')
@ApiBearerAuth()
@Controller('auth/second-factor')
@UseInterceptors(RetryAfterInterceptor)
export class SecondFactorController {
  constructor(private readonly secondFactor: SecondFactorService) {}

  @SignedIn()
  @BeforeSecondFactor()
  @Get()
  @ApiOperation({ summary: '本人的动态口令' })
  @ApiOkResponse({ type: SecondFactorView })
  get(@CurrentCaller() caller: Caller): Promise<SecondFactorView> {
    return this.secondFactor.view(caller);
  }

  @SignedIn()
  @BeforeSecondFactor()
  @Post('proposal')
  @HttpCode(200)
  @ApiOperation({
    summary: '开始启用动态口令，或更换手机',
    description: '须再次输入密码；已启用的还须输入动态口令。返回的密钥在15分钟内用口令确认后生效。',
  })
  @ApiOkResponse({ type: SecondFactorProposal })
  propose(
    @CurrentCaller() caller: Caller,
    @Body() body: ProofBody,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorProposal> {
    return this.secondFactor.propose(caller, body, request.ip);
  }

  @SignedIn()
  @BeforeSecondFactor()
  @Post('confirmation')
  @HttpCode(200)
  @ApiOperation({
    summary: '用口令确认密钥',
    description: '动态口令生效，返回10个恢复码；该用户的其他会话立即失效。',
  })
  @ApiOkResponse({ type: RecoveryCodesView })
  confirm(
    @CurrentCaller() caller: Caller,
    @Body() body: ConfirmationBody,
  ): Promise<RecoveryCodesView> {
    return this.secondFactor.confirm(caller, body.code);
  }

  @SignedIn()
  @Post('recovery-codes')
  @HttpCode(200)
  @ApiOperation({ summary: '重新生成恢复码', description: '以前的恢复码全部作废。' })
  @ApiOkResponse({ type: RecoveryCodesView })
  renew(
    @CurrentCaller() caller: Caller,
    @Body() body: ProofBody,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryCodesView> {
    return this.secondFactor.renewRecoveryCodes(caller, body, request.ip);
  }

  @SignedIn()
  @Post('removal')
  @HttpCode(200)
  @ApiOperation({ summary: '停用动态口令', description: '该用户的其他会话立即失效。' })
  @ApiOkResponse({ type: SecondFactorView })
  disable(
    @CurrentCaller() caller: Caller,
    @Body() body: ProofBody,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorView> {
    return this.secondFactor.disable(caller, body, request.ip);
  }
}
