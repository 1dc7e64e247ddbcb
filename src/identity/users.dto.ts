import { ApiProperty } from '@nestjs/swagger';
import {
  CodeField,
  CodesField,
  EmailField,
  FlagField,
  IdField,
  PatternField,
  TextField,
} from '../platform/http/fields.js';
import { PageQuery, pageOf } from '../platform/http/paging.js';
import { ROLE, type Role } from './codes.js';
import { MayBeLeftOut } from '../platform/http/patch-field.js';

export class CreateUserBody {
  @PatternField({
    label: '用户名',
    pattern: /^[a-z][a-z0-9._-]{1,39}$/,
    hint: 'qinghe.clerk（小写字母开头，2到40个字母、数字或 . _ -）',
    example: 'qinghe.clerk',
  })
  username: string;

  @TextField({ label: '姓名', max: 100, example: '经办人甲' })
  name: string;

  @TextField({ label: '职务', max: 100, optional: true, example: '民政和社会事务办科员' })
  post?: string;

  @IdField({ label: '所在单位', optional: true, description: '管理员可以不填' })
  unitId?: string | null;

  @EmailField({ label: '电子邮箱', optional: true })
  email?: string | null;
}

/**
 * System administrators may send name, post, unit and email; security administrators roles and disabled.
 */
export class UpdateUserBody {
  @MayBeLeftOut()
  @TextField({ label: '姓名', max: 100 })
  name?: string;

  @TextField({ label: '职务', max: 100, optional: true })
  post?: string | null;

  @IdField({ label: '所在单位', optional: true, description: 'null 为不属于任何单位' })
  unitId?: string | null;

  @EmailField({ label: '电子邮箱', optional: true, description: 'null 为不用邮件' })
  email?: string | null;

  @MayBeLeftOut()
  @CodesField(ROLE)
  roles?: Role[];

  @MayBeLeftOut()
  @FlagField({ label: '停用' })
  disabled?: boolean;
}

export class UsersQuery extends PageQuery {
  @TextField({ label: '关键字', max: 50, optional: true, description: '用户名、姓名或职务' })
  q?: string;

  @IdField({ label: '单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @CodeField(ROLE, { optional: true })
  role?: Role;

  @FlagField({ label: '已停用', optional: true, description: '不填则全部' })
  disabled?: boolean;
}

export class UserView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'qinghe.clerk' })
  username: string;

  @ApiProperty({ example: '经办人甲' })
  name: string;

  @ApiProperty({ example: '民政和社会事务办科员' })
  post: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  unitId: string | null;

  @ApiProperty({ type: String, nullable: true, example: '青禾镇人民政府' })
  unitName: string | null;

  @ApiProperty({ type: String, format: 'email', nullable: true, description: '电子邮箱' })
  email: string | null;

  @ApiProperty({ enum: [...ROLE.codes], enumName: ROLE.name, isArray: true })
  roles: Role[];

  @ApiProperty({ description: '已由安全管理员发放密码' })
  hasPassword: boolean;

  @ApiProperty({ description: '下次登录须修改密码' })
  mustChangePassword: boolean;

  @ApiProperty({ description: '已启用动态口令' })
  hasSecondFactor: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  passwordChangedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: '锁定到何时' })
  lockedUntil: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export class UserPage extends pageOf(UserView) {}

export class PasswordResetView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: '一次性密码，只显示这一次；重复提交同一请求时为空',
    example: 'hT7kQm2wRx9PbZ4n',
  })
  oneTimePassword: string | null;

  @ApiProperty({ type: UserView })
  user: UserView;
}
