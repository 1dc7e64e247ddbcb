import type { CodeList } from '../platform/dictionary/code-list.js';
import { CLOSURE_UNIT } from './definition/closure-policy.js';
import {
  CLOSURE_STEP_KIND,
  COMPLETION_VERDICT,
  EVIDENCE_TYPE,
  HANDLING_MODE,
  ISSUE_NATURE,
  ISSUE_SCOPE,
  LIGHT,
  RECTIFICATION_TYPE,
  RECTIFICATION_TYPE_AUDIT,
  RETURN_REASON,
  SEVERITY,
  SUPERVISE_LEVEL,
  SUPERVISION_MEASURE,
  UNRESOLVED_REASON,
  VERIFICATION_CONCLUSION,
} from './codes/issue-codes.js';
import { CATEGORY_GROUP, PROBLEM_CATEGORY, VIOLATION_TYPE } from './codes/problem-category.js';
import { PROBLEM_SOURCE, SOURCE_LEVEL } from './codes/problem-source.js';
import {
  CERTAINTY,
  COVERAGE,
  DUE_ANCHOR,
  HOLIDAY_MOVE,
  OVERFLOW,
  PERIODICITY,
  REPORT_STATUS,
  REPORT_TYPE,
} from './codes/reporting-codes.js';
import { SANCTION_TYPE } from './codes/sanction-type.js';
import { CAMPAIGN_STATUS } from './campaign.codes.js';
import { TASK_KIND } from './definition/tasks.js';
import { LIGHT_REASON } from './light.rules.js';

/** The code lists of this room, for the dictionary. */
export const CAMPAIGN_CODE_LISTS: readonly CodeList[] = [
  CAMPAIGN_STATUS,
  TASK_KIND,
  PROBLEM_SOURCE,
  SOURCE_LEVEL,
  CATEGORY_GROUP,
  PROBLEM_CATEGORY,
  VIOLATION_TYPE,
  ISSUE_NATURE,
  ISSUE_SCOPE,
  SEVERITY,
  RECTIFICATION_TYPE,
  RECTIFICATION_TYPE_AUDIT,
  COMPLETION_VERDICT,
  VERIFICATION_CONCLUSION,
  HANDLING_MODE,
  SANCTION_TYPE,
  EVIDENCE_TYPE,
  UNRESOLVED_REASON,
  RETURN_REASON,
  LIGHT,
  LIGHT_REASON,
  SUPERVISE_LEVEL,
  SUPERVISION_MEASURE,
  CLOSURE_STEP_KIND,
  CLOSURE_UNIT,
  REPORT_STATUS,
  REPORT_TYPE,
  PERIODICITY,
  COVERAGE,
  DUE_ANCHOR,
  OVERFLOW,
  HOLIDAY_MOVE,
  CERTAINTY,
];
