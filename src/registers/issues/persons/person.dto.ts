import { OmitType, PartialType } from '@nestjs/swagger';
import { CodeField, CodesField, TextField } from '../../../platform/http/fields.js';
import { MayBeLeftOut } from '../../../platform/http/patch-field.js';
import {
  PERSON_FIELD,
  type PersonField,
  RELATION_TO_HEAD,
  type RelationToHead,
} from './person.codes.js';

/** 涉及对象 as it is filled in: always in full, never as it is shown masked. */
export class IssuePersonFields {
  @TextField({ label: '姓名', max: 40, example: '王晓明' })
  name: string;

  @TextField({
    label: '身份证号',
    optional: true,
    max: 40,
    description: '18位（GB 11643）；全角数字和小写x自动转换',
    example: '990101196503150018',
  })
  idNumber?: string | null;

  @TextField({ label: '联系电话', optional: true, max: 20, example: '13800005678' })
  phone?: string | null;

  @TextField({ label: '户主姓名', optional: true, max: 40 })
  householdHead?: string | null;

  @TextField({ label: '户号', optional: true, max: 40 })
  householdNo?: string | null;

  @CodeField(RELATION_TO_HEAD, { optional: true })
  relationToHead?: RelationToHead | null;

  @TextField({
    label: '情况说明',
    optional: true,
    max: 500,
    description: '与问题的关系、健康和家庭情况等；加密保存',
  })
  note?: string | null;
}

/** What is left out stays as it is; null empties an item. */
export class EditPersonBody extends PartialType(OmitType(IssuePersonFields, ['name'])) {
  @MayBeLeftOut()
  @TextField({ label: '姓名', max: 40 })
  name?: string;
}

export class VoidPersonBody {
  @TextField({ label: '作废理由', min: 5, max: 500, example: '登记时看错了户，该户不涉及本问题' })
  reason: string;
}

export class RevealPersonBody {
  @TextField({
    label: '查看原因',
    min: 5,
    max: 500,
    description: '记入审计日志',
    example: '电话核实补发金额是否到账',
  })
  reason: string;

  @CodesField(PERSON_FIELD, { optional: true, min: 1, description: '不填则为全部' })
  fields?: PersonField[];
}

/** One of the three, in full. In the body, since a number must not stand in an address. */
export class PersonSearchBody {
  @TextField({ label: '身份证号', optional: true, max: 40, example: '990101196503150018' })
  idNumber?: string | null;

  @TextField({ label: '联系电话', optional: true, max: 20 })
  phone?: string | null;

  @TextField({ label: '姓名', optional: true, max: 40, description: '完整姓名' })
  name?: string | null;
}
