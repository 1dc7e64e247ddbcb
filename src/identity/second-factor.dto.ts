import { ApiProperty } from '@nestjs/swagger';
import { PatternField } from '../platform/http/fields.js';
import { OutFlag, OutInstant, OutInteger, OutTexts } from '../platform/http/output.js';
import { PasswordField } from './auth.dto.js';

const CODE = { pattern: /^[0-9A-Za-z][0-9A-Za-z -]{4,29}$/, hint: '6位动态口令或恢复码' };

/** A one-time code, or a recovery code as it stands on paper. */
export const OneTimeCodeField = (options: { optional?: boolean } = {}) =>
  PatternField({ label: '动态口令', ...CODE, ...options, example: '123456' });

export class SecondStepBody {
  @PatternField({
    label: '登录凭据',
    pattern: /^[\w-]{43}$/,
    hint: '登录第一步返回的 challenge.token',
    optional: true,
    description: '使用 Cookie 登录时不填',
  })
  challenge?: string;

  @OneTimeCodeField()
  code: string;
}

/** Shown again before a delicate step, so that a screen left open is not enough. */
export class ProofBody {
  @PasswordField('登录密码', { optional: true })
  password?: string;

  @OneTimeCodeField({ optional: true })
  code?: string;
}

export class ConfirmationBody {
  @OneTimeCodeField()
  code: string;
}

export class SecondFactorView {
  @OutFlag('本系统可以使用动态口令')
  available: boolean;

  @OutFlag('本人的角色必须使用动态口令')
  required: boolean;

  @OutInstant('启用时间', { nullable: true })
  enrolledAt: string | null;

  @OutInteger('还能使用的恢复码个数')
  recoveryCodesLeft: number;

  @OutFlag('办理时须再次输入登录密码；经统一身份认证登录的不用')
  passwordNeeded: boolean;
}

export class SecondFactorProposal {
  @ApiProperty({ description: '密钥，只显示这一次', example: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' })
  secret: string;

  @ApiProperty({ description: '二维码的内容', example: 'otpauth://totp/…' })
  uri: string;
}

export class RecoveryCodesView {
  @OutTexts('恢复码，只显示这一次，每个只能用一次；重复提交同一请求时为空', { nullable: true })
  recoveryCodes: string[] | null;

  @ApiProperty({ type: SecondFactorView })
  secondFactor: SecondFactorView;
}
