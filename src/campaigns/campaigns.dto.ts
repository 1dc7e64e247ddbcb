import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AREA_LEVEL, type AreaLevel } from '../identity/codes.js';
import { codeList } from '../platform/dictionary/code-list.js';
import { CodeField, CodesField, IntegerField, TextField } from '../platform/http/fields.js';
import { PageQuery, pageOf } from '../platform/http/paging.js';
import type { FieldFault } from '../platform/http/problem.js';
import { CAMPAIGN_STATUS, type CampaignStatus } from './campaign.codes.js';
import { CATEGORY_GROUP, PROBLEM_CATEGORY } from './codes/problem-category.js';
import { CampaignDefinition } from './definition/campaign-definition.js';

export const CAMPAIGN_SORT = codeList('CampaignSort', '排序', {
  '-startsOn': '开始日期，新的在前',
  startsOn: '开始日期，旧的在前',
  title: '名称',
  '-createdAt': '建立时间，新的在前',
});

export class CampaignsQuery extends PageQuery {
  @CodesField(CAMPAIGN_STATUS, { optional: true })
  status?: CampaignStatus[];

  @IntegerField({ label: '年度', optional: true, min: 2000, max: 2100 })
  year?: number;

  @TextField({ label: '名称中的文字', optional: true, max: 100 })
  q?: string;

  @CodeField(CAMPAIGN_SORT, { optional: true })
  sort: string = '-startsOn';
}

class CampaignFacts {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: '组织单位编号', format: 'uuid' })
  ownerUnitId: string;

  @ApiProperty({ description: '组织单位', example: '安澜区民政局' })
  ownerUnitName: string;

  @ApiProperty({ description: '定义编号', example: 'QIJIANG-2020' })
  code: string;

  @ApiProperty({ type: String, nullable: true, description: '来自的模板', example: 'qijiang-2020' })
  templateCode: string | null;

  @ApiProperty({ description: '名称', example: '2020年全区农村低保专项治理' })
  title: string;

  @ApiProperty({ enum: [...CAMPAIGN_STATUS.codes], enumName: CAMPAIGN_STATUS.name })
  status: CampaignStatus;

  @ApiProperty({ format: 'date', example: '2020-03-30' })
  startsOn: string;

  @ApiProperty({ format: 'date', example: '2020-12-31' })
  endsOn: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
}

export class CampaignListItem extends CampaignFacts {
  @ApiProperty({ description: '本人所在单位范围内有已建账的问题' })
  hasIssues: boolean;
}

export const CampaignListItemPage = pageOf(CampaignListItem);
export type CampaignListItemPage = InstanceType<typeof CampaignListItemPage>;

export class CampaignView extends CampaignFacts {
  @ApiProperty({ type: CampaignDefinition, description: '完整定义，含全部默认值' })
  definition: CampaignDefinition;

  @ApiProperty({
    type: String,
    isArray: true,
    description: '当前用户可以办理的事项：amend、close、reopen',
  })
  allowedActions: readonly string[];
}

class DefinitionFault implements FieldFault {
  @ApiProperty({ example: 'reportRules[2].due.dayOfMonth' })
  path: string;

  @ApiProperty({ example: 'OUT_OF_RANGE' })
  code: string;

  @ApiProperty({ example: '每期几日（月末请用 monthEnd）不能大于30' })
  message: string;
}

export class CampaignTemplateView {
  @ApiProperty({ description: '模板名称，用于建立专项治理', example: 'qijiang-2020' })
  template: string;

  @ApiProperty({ description: '定义是否有效；无效的不能用' })
  valid: boolean;

  @ApiProperty({ type: DefinitionFault, isArray: true, description: '无效时的全部错误' })
  errors: readonly DefinitionFault[];

  @ApiPropertyOptional({ example: 'QIJIANG-2020' })
  code?: string;

  @ApiPropertyOptional({ example: '2020年全区农村低保专项治理' })
  title?: string;

  @ApiPropertyOptional({ enum: [...AREA_LEVEL.codes], enumName: AREA_LEVEL.name })
  level?: AreaLevel;

  @ApiPropertyOptional({ example: '重庆市綦江区民政局' })
  owner?: string;

  @ApiPropertyOptional({ type: 'integer', example: 2020 })
  year?: number;

  @ApiPropertyOptional({ format: 'date', example: '2020-03-30' })
  startsOn?: string;

  @ApiPropertyOptional({ format: 'date', example: '2020-12-31' })
  endsOn?: string;
}

/** Documentation of the first form of `POST campaigns`; any field of the definition may be added. */
export class CreateFromTemplateBody {
  @ApiProperty({ description: '模板名称；其余字段覆盖模板中的同名字段', example: 'qijiang-2020' })
  template: string;

  @ApiPropertyOptional({ description: '名称', example: '安澜区2020年农村低保专项治理' })
  title?: string;
}

/** Documentation of the second form of `POST campaigns`. */
export class CreateFromYamlBody {
  @ApiProperty({ description: 'YAML 写成的完整定义，格式见 docs/campaign-definition.md' })
  yaml: string;
}

class CheckItemRef {
  @ApiProperty({ example: 'T1-1' })
  id: string;

  @ApiProperty({ example: '未脱贫建档立卡贫困户中重点对象分户保障情况' })
  title: string;
}

export class CategoryItemView {
  @ApiProperty({ enum: [...PROBLEM_CATEGORY.codes], enumName: PROBLEM_CATEGORY.name })
  code: string;

  @ApiProperty({ example: '分户/单人户保障未落实' })
  label: string;

  @ApiProperty({ type: CheckItemRef, isArray: true, description: '对应的检查事项' })
  checkItems: CheckItemRef[];
}

export class CategoryGroupView {
  @ApiProperty({ enum: [...CATEGORY_GROUP.codes], enumName: CATEGORY_GROUP.name })
  code: string;

  @ApiProperty({ example: '低保政策落实' })
  label: string;

  @ApiProperty({ type: CategoryItemView, isArray: true })
  categories: CategoryItemView[];
}
