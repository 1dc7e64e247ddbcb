import { ObjectsField, TextField, TextsField } from '../../platform/http/fields.js';

export class SectionFields {
  @TextField({ label: '段首主题句', max: 60, example: '“三方比对”堵漏洞' })
  title: string;

  @TextField({ label: '内容', max: 3000 })
  text: string;
}

/**
 * What people write in a report. Figures and the sentences made of them are never typed: they come from
 * the books when the report is sealed. Parts left out are written from the figures where that is possible.
 */
export class Narrative {
  @TextsField({
    label: '台账附注',
    optional: true,
    max: 500,
    maxItems: 10,
    description: '印在台账表下',
  })
  notes?: string[];

  @TextField({ label: '审核人', optional: true, max: 50 })
  reviewedBy?: string;

  @TextField({ label: '联系电话', optional: true, max: 40 })
  phone?: string;

  @TextField({ label: '引语', optional: true, max: 3000 })
  opening?: string;

  @ObjectsField(() => SectionFields, {
    label: '重点任务推进',
    optional: true,
    max: 30,
    description: '标题与专项治理的重点任务一致的，写在该任务之下',
  })
  tasks?: SectionFields[];

  @ObjectsField(() => SectionFields, { label: '典型做法与成效', optional: true, max: 10 })
  practices?: SectionFields[];

  @ObjectsField(() => SectionFields, {
    label: '正文各部分',
    optional: true,
    max: 20,
    description: '专题报告、实施方案等不由台账生成的报告，按标题分部分填写',
  })
  parts?: SectionFields[];

  @ObjectsField(() => SectionFields, {
    label: '不报附件的理由',
    optional: true,
    max: 20,
    description: '标题为要求报送的附件名称，内容为理由',
  })
  withoutAttachment?: SectionFields[];

  @TextField({ label: '违纪违法案件查处', optional: true, max: 5000 })
  discipline?: string;

  @TextsField({ label: '存在问题', optional: true, max: 1000, maxItems: 10 })
  problems?: string[];

  @TextsField({ label: '下一步打算', optional: true, max: 1000, maxItems: 10 })
  plans?: string[];

  @TextsField({ label: '意见建议', optional: true, max: 1000, maxItems: 10 })
  suggestions?: string[];
}
