import { codeList } from '../../platform/dictionary/code-list.js';
import { ORG_TYPE, type OrgType, ROLE, type Role } from '../../identity/codes.js';
import {
  CodeField,
  CodesField,
  FlagField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import {
  CLOSURE_STEP_KIND,
  type ClosureStepKind,
  ISSUE_NATURE,
  ISSUE_SCOPE,
  type IssueNature,
  type IssueScope,
  SEVERITY,
  type Severity,
} from '../codes/issue-codes.js';
import { CATEGORY_REFERENCE, type CategoryReference } from '../codes/problem-category.js';
import {
  PROBLEM_SOURCE,
  type ProblemSource,
  SOURCE_LEVEL,
  type SourceLevel,
} from '../codes/problem-source.js';

/**
 * Which unit decides a step: `bureau` is the unit that owns the campaign with its departments,
 * `responsible` the unit responsible for the issue, `upper` the unit above the owner; or a unit of the
 * given type beside the bureau (派驻组, 财政局).
 */
export const CLOSURE_UNIT = codeList('ClosureUnit', '审核单位', {
  bureau: '主管局',
  responsible: '责任单位',
  upper: '上级单位',
  ...ORG_TYPE.labels,
});
export type ClosureUnit = 'bureau' | 'responsible' | 'upper' | OrgType;

/** A condition on an issue. Every field given must hold; within a list one match is enough. */
export class ClosureCondition {
  @CodesField(SEVERITY, { optional: true, min: 1 })
  severities?: Severity[];

  @CodesField(ISSUE_NATURE, { optional: true, min: 1 })
  natures?: IssueNature[];

  @CodesField(ISSUE_SCOPE, { optional: true, min: 1 })
  scopes?: IssueScope[];

  @CodesField(CATEGORY_REFERENCE, { label: '问题类别', optional: true, min: 1 })
  categories?: CategoryReference[];

  @CodesField(PROBLEM_SOURCE, { optional: true, min: 1 })
  sources?: ProblemSource[];

  @CodesField(SOURCE_LEVEL, { optional: true, min: 1 })
  sourceLevels?: SourceLevel[];

  @FlagField({ label: '来自上级机关', optional: true })
  upperSource?: boolean;

  @FlagField({ label: '由镇街自查建账', optional: true })
  registeredByTown?: boolean;

  @FlagField({ label: '涉及金额达到资金阈值', optional: true })
  fundThresholdReached?: boolean;

  @FlagField({ label: '重点督办', optional: true })
  key?: boolean;
}

/** One decision on the way to close-out. */
export class ClosureStep {
  @CodeField(CLOSURE_STEP_KIND)
  kind: ClosureStepKind;

  @CodesField(ROLE, { label: '可以审核的角色', min: 1 })
  roles: Role[];

  @CodeField(CLOSURE_UNIT)
  unit: ClosureUnit;

  @FlagField({ label: '需现场核查', optional: true })
  siteCheck: boolean = false;

  @FlagField({ label: '需填写会议纪要编号', optional: true })
  minutesNumberRequired: boolean = false;

  @ObjectsField(() => ClosureCondition, {
    label: '适用条件',
    optional: true,
    max: 10,
    description: '满足任一条件才走这一步；不写则总是走',
  })
  onlyIf: ClosureCondition[] = [];
}

/** The steps for the issues that meet one of the conditions. */
export class ClosureRule {
  @TextField({ label: '规则名称', max: 60, example: '一般问题' })
  label: string;

  @ObjectsField(() => ClosureCondition, {
    label: '适用条件',
    optional: true,
    max: 10,
    description: '满足任一条件即适用；最后一条规则不写条件，适用于其余问题',
  })
  when: ClosureCondition[] = [];

  @ObjectsField(() => ClosureStep, { label: '审核步骤', min: 1, max: 12 })
  steps: ClosureStep[];
}
