import { ApiProperty } from '@nestjs/swagger';
import {
  CodeField,
  CodesField,
  FlagField,
  IdField,
  IntegerField,
  PatternField,
  TextField,
} from '../platform/http/fields.js';
import { OutId, OutText } from '../platform/http/output.js';
import { PageQuery, pageOf } from '../platform/http/paging.js';
import { AREA_LEVEL, type AreaLevel, ORG_TYPE, type OrgType } from './codes.js';
import { MayBeLeftOut } from '../platform/http/patch-field.js';

const AREA_CODE = {
  label: '行政区划代码',
  pattern: /^(\d{6}|\d{9}|\d{12})?$/,
  hint: '990101（6、9或12位数字）',
  example: '990101',
};
const SHORT_NAME = { label: '简称', max: 40, example: '救助科' };
const DOC_CODE = { label: '机关代字', max: 20, example: '安民' };
const POSITION = { label: '排列顺序', min: 0, max: 100_000, example: 10 };

/** Somebody who can be named in a plan. */
export class StaffMember {
  @OutId('用户') userId: string;
  @OutText('姓名') name: string;
  @OutText('职务') post: string;
  @OutId('所在单位') unitId: string;
}

export class StaffQuery {
  @IdField({ label: '单位', optional: true })
  unitId?: string;
}

export class CreateUnitBody {
  @IdField({ label: '上级单位', optional: true, description: '不填即为最上级单位' })
  parentId?: string | null;

  @CodeField(AREA_LEVEL)
  level: AreaLevel;

  @CodeField(ORG_TYPE)
  type: OrgType;

  @TextField({ label: '单位名称', max: 100, example: '社会救助科' })
  name: string;

  @TextField({ ...SHORT_NAME, optional: true, description: '不填则同名称（最多40字）' })
  shortName?: string;

  @PatternField({ ...AREA_CODE, optional: true })
  areaCode?: string;

  @TextField({ ...DOC_CODE, optional: true })
  docCode?: string;

  @IntegerField({ ...POSITION, optional: true, description: '不填则排在同级最后' })
  position?: number;
}

export class UpdateUnitBody {
  @IdField({ label: '上级单位', optional: true, description: '改变即移动整个下级；null 为最上级' })
  parentId?: string | null;

  @MayBeLeftOut()
  @CodeField(AREA_LEVEL)
  level?: AreaLevel;

  @MayBeLeftOut()
  @CodeField(ORG_TYPE)
  type?: OrgType;

  @MayBeLeftOut()
  @TextField({ label: '单位名称', max: 100 })
  name?: string;

  @MayBeLeftOut()
  @TextField(SHORT_NAME)
  shortName?: string;

  @MayBeLeftOut()
  @PatternField(AREA_CODE)
  areaCode?: string;

  @TextField({ ...DOC_CODE, optional: true })
  docCode?: string;

  @MayBeLeftOut()
  @IntegerField(POSITION)
  position?: number;

  @MayBeLeftOut()
  @FlagField({ label: '停用' })
  disabled?: boolean;
}

export class UnitsQuery extends PageQuery {
  @TextField({ label: '关键字', max: 50, optional: true, description: '名称、简称或区划代码' })
  q?: string;

  @IdField({ label: '上级单位', optional: true, description: '只列直接下级' })
  parentId?: string;

  @CodesField(AREA_LEVEL, { optional: true })
  level?: AreaLevel[];

  @CodesField(ORG_TYPE, { optional: true })
  type?: OrgType[];

  @FlagField({ label: '已停用', optional: true, description: '不填则全部' })
  disabled?: boolean;
}

export class UnitView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  parentId: string | null;

  @ApiProperty({ enum: [...AREA_LEVEL.codes], enumName: AREA_LEVEL.name })
  level: AreaLevel;

  @ApiProperty({ enum: [...ORG_TYPE.codes], enumName: ORG_TYPE.name })
  type: OrgType;

  @ApiProperty({ example: '社会救助科' })
  name: string;

  @ApiProperty({ example: '救助科' })
  shortName: string;

  @ApiProperty({ example: '990101', description: '行政区划代码，可为空' })
  areaCode: string;

  @ApiProperty({ example: '安民', description: '机关代字，可为空' })
  docCode: string;

  @ApiProperty({ type: 'integer', example: 10 })
  position: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt: string | null;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export class UnitPage extends pageOf(UnitView) {}

export class UnitNode {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: '安澜区民政局' })
  name: string;

  @ApiProperty({ example: '区民政局' })
  shortName: string;

  @ApiProperty({ enum: [...AREA_LEVEL.codes], enumName: AREA_LEVEL.name })
  level: AreaLevel;

  @ApiProperty({ enum: [...ORG_TYPE.codes], enumName: ORG_TYPE.name })
  type: OrgType;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  disabledAt: string | null;

  @ApiProperty({ type: () => UnitNode, isArray: true, description: '下级单位，按排列顺序' })
  children: UnitNode[];
}
