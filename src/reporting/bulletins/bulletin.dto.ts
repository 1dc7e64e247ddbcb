import {
  CodeField,
  CodesField,
  DateField,
  IdField,
  IdsField,
  ObjectsField,
  PatternField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MayBeLeftOut } from '../../platform/http/patch-field.js';
import { DISCLOSURE, type Disclosure } from '../cases/case.codes.js';
import { BULLETIN_STATUS } from './bulletin.codes.js';

const QUARTER = { pattern: /^20\d\dQ[1-4]$/, hint: '2020Q2', example: '2020Q2' };
const GENERATED = '不填则由系统按案例生成';

export class DemandFields {
  @TextField({ label: '要求的标题', max: 40, example: '深入对照检查' })
  title: string;

  @TextField({ label: '要求的内容', max: 1000 })
  text: string;
}

class BulletinFields {
  @TextField({ label: '标题', optional: true, max: 200, description: GENERATED })
  title?: string;

  @TextField({ label: '引言', optional: true, max: 5000, description: GENERATED })
  opening?: string;

  @TextField({ label: '原因剖析', optional: true, max: 5000, description: GENERATED })
  analysis?: string;

  @ObjectsField(() => DemandFields, {
    label: '工作要求',
    optional: true,
    min: 1,
    max: 10,
    description: GENERATED,
  })
  demands?: DemandFields[];

  @TextField({ label: '结尾', optional: true, max: 1000, description: GENERATED })
  followUp?: string;

  @DateField({ label: '报送自查情况的日期', optional: true, example: '2020-07-31' })
  feedbackOn?: string;

  @TextField({ label: '主送机关', optional: true, max: 500, description: GENERATED })
  recipients?: string;

  @TextField({ label: '抄送机关', optional: true, max: 500 })
  copies?: string;

  @IdsField({ label: '会同机关', optional: true, max: 5, description: '默认为派驻纪检监察组' })
  coUnitIds?: string[];

  @CodeField(DISCLOSURE, { optional: true })
  disclosure?: Disclosure;
}

export class CreateBulletinBody extends BulletinFields {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @PatternField({ label: '所属季度', ...QUARTER })
  quarter: string;

  @IdsField({ label: '案例（按印发顺序）', max: 30 })
  caseIds: string[];
}

/** What is left out stays as it is; what is emptied goes back to the generated or default one. */
export class EditBulletinBody extends BulletinFields {
  @MayBeLeftOut()
  @IdsField({ label: '案例（按印发顺序）', max: 30 })
  caseIds?: string[];
}

export class BulletinListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @PatternField({ label: '所属季度', optional: true, ...QUARTER })
  quarter?: string;

  @CodesField(BULLETIN_STATUS, { optional: true })
  status?: string[];
}
