import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../platform/http/fields.js';

export class ProviderStartQuery {
  @TextField({
    label: '登录后打开的页面',
    max: 2000,
    optional: true,
    description: '只能是本系统内的路径',
    example: '/issues',
  })
  to?: string;
}

export class ProviderView {
  @ApiProperty({ description: '按钮上的文字', example: '统一身份认证登录' })
  label: string;
}

export class SignInMethodsView {
  @ApiProperty({ type: ProviderView, nullable: true, description: '没有配置统一身份认证时为空' })
  provider: ProviderView | null;
}
