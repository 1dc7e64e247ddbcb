import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsDefined, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { FlagField, TextField } from '../platform/http/fields.js';
import {
  AREA_LEVEL,
  type AreaLevel,
  ORG_TYPE,
  type OrgType,
  ROLE,
  type Role,
  SCOPE_KIND,
  type ScopeKind,
} from './codes.js';
import { PASSWORD_LENGTH_MAX } from './password-rules.js';

/** A password as typed: never trimmed. */
export function PasswordField(label: string, { optional = false } = {}) {
  return applyDecorators(
    ApiProperty({ type: String, format: 'password', description: label, required: !optional }),
    optional ? IsOptional() : IsDefined({ message: `请填写${label}` }),
    IsString({ message: `${label}应为文字` }),
    IsNotEmpty({ message: `请填写${label}` }),
    MaxLength(PASSWORD_LENGTH_MAX, { message: `${label}不能超过${PASSWORD_LENGTH_MAX}个字符` }),
  );
}

export class LoginBody {
  @TextField({ label: '用户名', max: 64, example: 'div.clerk' })
  username: string;

  @PasswordField('密码')
  password: string;

  @FlagField({
    label: '使用浏览器 Cookie',
    optional: true,
    description: '为 true 时令牌只写入 HttpOnly Cookie，不在正文中返回',
  })
  cookie?: boolean;
}

export class PasswordBody {
  @PasswordField('原密码')
  currentPassword: string;

  @PasswordField('新密码')
  newPassword: string;
}

export class UnitBrief {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: '社会救助科' })
  name: string;

  @ApiProperty({ example: '救助科' })
  shortName: string;

  @ApiProperty({ enum: [...ORG_TYPE.codes], enumName: ORG_TYPE.name })
  type: OrgType;

  @ApiProperty({ enum: [...AREA_LEVEL.codes], enumName: AREA_LEVEL.name })
  level: AreaLevel;
}

const PermissionsProperty = () =>
  ApiProperty({
    type: 'object',
    additionalProperties: {
      type: 'array',
      items: { type: 'string', enum: [...SCOPE_KIND.codes] },
    },
    description: '可以办理的事项及其范围',
    example: { 'issue.read': ['BUREAU'], 'issue.acknowledge': ['OWN'] },
  });

/** Somebody on leave for whom the user acts today. */
export class ActingForView {
  @ApiProperty({ format: 'uuid', description: '放入请求头 X-Acting-For，即以代理身份办理' })
  delegationId: string;

  @ApiProperty({ format: 'uuid', description: '被代理人' })
  userId: string;

  @ApiProperty({ example: '科室负责人' })
  name: string;

  @ApiProperty({ example: '社会救助科科长' })
  post: string;

  @ApiProperty({ type: UnitBrief })
  unit: UnitBrief;

  @ApiProperty({ type: UnitBrief, nullable: true })
  bureau: UnitBrief | null;

  @ApiProperty({ enum: [...ROLE.codes], enumName: ROLE.name, isArray: true })
  roles: Role[];

  @PermissionsProperty()
  permissions: Record<string, ScopeKind[]>;

  @ApiProperty({ format: 'date', description: '代理首日' })
  fromDate: string;

  @ApiProperty({ format: 'date', description: '代理末日' })
  toDate: string;
}

/** The signed-in user. */
export class MeView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'div.clerk' })
  username: string;

  @ApiProperty({ example: '经办人甲' })
  name: string;

  @ApiProperty({ example: '社会救助科科员' })
  post: string;

  @ApiProperty({ type: UnitBrief, nullable: true, description: '所在单位；管理员可以没有' })
  unit: UnitBrief | null;

  @ApiProperty({ type: UnitBrief, nullable: true, description: '所属民政局' })
  bureau: UnitBrief | null;

  @ApiProperty({ enum: [...ROLE.codes], enumName: ROLE.name, isArray: true })
  roles: Role[];

  @PermissionsProperty()
  permissions: Record<string, ScopeKind[]>;

  @ApiProperty({ type: String, format: 'email', nullable: true, description: '本人的电子邮箱' })
  email: string | null;

  @ApiProperty({ description: '须先修改密码（初始密码，或已到期的密码），其他功能暂不可用' })
  mustChangePassword: boolean;

  @ApiProperty({ description: '须修改密码的原因是密码已到期' })
  passwordExpired: boolean;

  @ApiProperty({ description: '须先启用动态口令，其他功能暂不可用' })
  mustSetUpSecondFactor: boolean;

  @ApiProperty({
    type: 'integer',
    description: '上传的一个文件最多有多少字节',
    example: 20_971_520,
  })
  uploadBytesMax: number;

  @ApiProperty({ type: ActingForView, isArray: true, description: '今天可以代为办理业务的人' })
  actingFor: ActingForView[];
}

export class SessionView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: '会话令牌，放入 Authorization: Bearer；使用 Cookie 时为空',
  })
  token: string | null;

  @ApiProperty({ format: 'date-time', description: '最迟失效时间；8小时不操作会提前失效' })
  expiresAt: string;

  @ApiProperty({ type: MeView })
  user: MeView;
}

/** The way to the second step of signing in. */
export class ChallengeView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: '第二步提交的凭据，只能用于第二步；使用 Cookie 时为空',
  })
  token: string | null;

  @ApiProperty({ format: 'date-time', description: '须在此之前输入动态口令' })
  expiresAt: string;
}

/** Either a session, or the question for a one-time code: exactly one of `user` and `challenge`. */
export class LoginView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: '会话令牌，放入 Authorization: Bearer；使用 Cookie 时为空',
  })
  token: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: '最迟失效时间；8小时不操作会提前失效',
  })
  expiresAt: string | null;

  @ApiProperty({ type: MeView, nullable: true })
  user: MeView | null;

  @ApiProperty({
    type: ChallengeView,
    nullable: true,
    description: '密码正确，还须输入动态口令：POST /api/auth/login/second-step',
  })
  challenge: ChallengeView | null;
}
