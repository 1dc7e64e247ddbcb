import { AREA_LEVEL, type AreaLevel } from '../../identity/codes.js';
import {
  CodeField,
  DateField,
  IntegerField,
  ObjectField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import { ClosureRule } from './closure-policy.js';
import { defaultClosurePolicy } from './default-closure-policy.js';
import { BasisDocument } from './documents.js';
import { Escalation } from './escalation.js';
import { KeyField } from './fields.js';
import { CampaignParameters, EvidenceRule, LightRule, Milestone, Reminders } from './parameters.js';
import { ReportRule } from './report-rule.js';
import { CampaignCategory, TaskGroup } from './tasks.js';

/**
 * Everything a campaign (专项治理) decides: what is checked, which categories are used, who approves
 * close-outs, which proof is needed, who reports what by when. The same shape is written as YAML in
 * `templates/campaigns/`, sent to the API and kept with each campaign; docs/campaign-definition.md
 * describes every field.
 */
export class CampaignDefinition {
  @KeyField({ label: '定义编号', example: 'QIJIANG-2020' })
  code: string;

  @TextField({ label: '专项治理名称', max: 200, example: '2020年全区农村低保专项治理' })
  title: string;

  @CodeField(AREA_LEVEL, { label: '组织层级' })
  level: AreaLevel;

  @TextField({ label: '组织单位', max: 200, example: '重庆市綦江区民政局' })
  owner: string;

  @IntegerField({ label: '年度', min: 2000, max: 2100, example: 2020 })
  year: number;

  @DateField({ label: '开始日期', example: '2020-03-30' })
  startsOn: string;

  @DateField({ label: '结束日期', example: '2020-12-31' })
  endsOn: string;

  @TextField({ label: '说明', optional: true, max: 2000 })
  summary?: string;

  @ObjectField(() => BasisDocument, { label: '部署通知', optional: true })
  notice?: BasisDocument;

  @ObjectsField(() => BasisDocument, { label: '依据文件', optional: true, max: 50 })
  basis: BasisDocument[] = [];

  @ObjectsField(() => TaskGroup, { label: '重点任务', min: 1, max: 50 })
  tasks: TaskGroup[];

  @ObjectsField(() => CampaignCategory, { label: '问题类别', min: 1, max: 100 })
  categories: CampaignCategory[];

  @ObjectsField(() => ClosureRule, { label: '销号审核规则', optional: true, min: 1, max: 30 })
  closurePolicy: ClosureRule[] = defaultClosurePolicy();

  @ObjectsField(() => EvidenceRule, {
    label: '佐证规则',
    optional: true,
    max: 60,
    description: '只写与系统默认不同的类别',
  })
  requiredEvidence: EvidenceRule[] = [];

  @ObjectField(() => LightRule, { label: '亮灯规则', optional: true })
  lightRule: LightRule = new LightRule();

  @ObjectField(() => Escalation, { label: '督办升级', optional: true })
  escalation: Escalation = new Escalation();

  @ObjectField(() => CampaignParameters, { label: '参数', optional: true })
  parameters: CampaignParameters = new CampaignParameters();

  @ObjectsField(() => Milestone, { label: '时间节点', optional: true, max: 30 })
  milestones: Milestone[] = [];

  @ObjectField(() => Reminders, { label: '提醒', optional: true })
  reminders: Reminders = new Reminders();

  @ObjectsField(() => ReportRule, { label: '报送规则', optional: true, max: 40 })
  reportRules: ReportRule[] = [];
}
