import { ApiProperty } from '@nestjs/swagger';
import { IntegerField, JsonObjectField } from '../platform/http/fields.js';
import { OutInstant, OutInteger, OutObjects, OutText } from '../platform/http/output.js';

export class UiPreferenceInput {
  @IntegerField({ label: '布局版本', min: 1, max: 1_000_000 })
  version: number;

  @JsonObjectField({
    label: '设置内容',
    description: '最大16KB，最多8层；由界面自定，原样返回',
    example: { columns: ['issueNo', 'statement'], density: 'compact', pageSize: 50 },
  })
  value: Record<string, unknown>;
}

export class UiPreferenceBody {
  @OutText('设置名称', { example: 'issues' }) key: string;
  @OutInteger('布局版本') version: number;
  @ApiProperty({ type: 'object', additionalProperties: true, description: '设置内容' })
  value: Record<string, unknown>;
  @OutInstant('保存时间') updatedAt: string;
}

export class UiPreferencesBody {
  @OutObjects(() => UiPreferenceBody, '本人的全部设置') items: UiPreferenceBody[];
}
