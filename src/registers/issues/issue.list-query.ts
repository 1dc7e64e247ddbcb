import { LIGHT, RECTIFICATION_TYPE, SEVERITY } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import { codeList } from '../../platform/dictionary/code-list.js';
import {
  CodeField,
  CodesField,
  DateField,
  FlagField,
  IdField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { ISSUE_STATUS } from '../codes.js';
import { ISSUE_MY_STEP, type IssueMyStep } from './issue.my-step.js';

/** Sort orders of issue lists; `-` is descending. The id settles ties, so pages never overlap. */
export const ISSUE_SORT = codeList('IssueSort', '排序', {
  '-createdAt': '登记时间（新在前）',
  createdAt: '登记时间',
  currentDeadline: '整改时限',
  '-currentDeadline': '整改时限（晚在前）',
  issueNo: '问题编号',
  '-issueNo': '问题编号（大在前）',
});

/** Filters of 问题清单, shared by 任务清单, 责任清单 and 整改台账. */
export class IssueFilters extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @IdField({ label: '单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @CodesField(ISSUE_STATUS, { optional: true })
  status?: string[];

  @CodesField(PROBLEM_CATEGORY, { optional: true })
  category?: string[];

  @CodesField(PROBLEM_SOURCE, { optional: true })
  source?: string[];

  @CodesField(SEVERITY, { optional: true })
  severity?: string[];

  @CodesField(LIGHT, { optional: true })
  light?: string[];

  @CodesField(RECTIFICATION_TYPE, { optional: true })
  rectificationType?: string[];

  @CodeField(ISSUE_MY_STEP, { optional: true })
  myStep?: IssueMyStep;

  @FlagField({ label: '是否逾期', optional: true })
  overdue?: boolean;

  @DateField({ label: '时限起', optional: true })
  dueFrom?: string;

  @DateField({ label: '时限止', optional: true })
  dueTo?: string;

  @DateField({ label: '发现时间起', optional: true })
  foundFrom?: string;

  @DateField({ label: '发现时间止', optional: true })
  foundTo?: string;

  @TextField({ label: '关键词', optional: true, max: 50, description: '问题编号、表述或具体表现' })
  q?: string;
}

export class IssueListQuery extends IssueFilters {
  @CodeField(ISSUE_SORT, { optional: true })
  sort: string = '-createdAt';
}
