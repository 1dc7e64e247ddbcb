import { CodeField, IdField, PatternField, TextField } from '../../platform/http/fields.js';
import { PHONE_PATTERN } from '../../platform/crypto/phone.js';
import { RESPONSIBILITY_KIND, type ResponsibilityKind } from './responsibility.codes.js';

/** One line of a plan's 责任清单. */
export class ResponsibilityFields {
  @CodeField(RESPONSIBILITY_KIND, { example: 'RESPONSIBLE_PERSON' })
  kind: ResponsibilityKind;

  @IdField({ label: '单位', optional: true, description: '默认为用户所在单位，其次为责任单位' })
  unitId?: string;

  @IdField({ label: '用户', optional: true, description: '姓名、职务默认取自用户' })
  userId?: string;

  @TextField({ label: '姓名', optional: true, max: 100, example: '张某' })
  personName?: string;

  @TextField({ label: '职务', optional: true, max: 100, example: '民政和社会事务办公室主任' })
  post?: string;

  @PatternField({
    label: '联系电话',
    optional: true,
    pattern: PHONE_PATTERN,
    hint: '13800005678或023-61234567',
  })
  phone?: string;

  @TextField({ label: '责任内容', optional: true, max: 1000 })
  duty?: string;
}
