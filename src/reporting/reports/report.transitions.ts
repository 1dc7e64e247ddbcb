import { REPORT_STATUS, type ReportStatus } from '../../campaigns/codes/reporting-codes.js';
import type { Action } from '../../identity/permissions.js';
import { type Transition, Workflow } from '../../platform/workflow/workflow.js';
import { OPEN_REPORT_STATUSES } from './report.rules.js';

/** Everything that can be done to a report; the names are those of `allowedActions`. */
export type ReportAction =
  | 'draft'
  | 'attach'
  | 'submit'
  | 'return'
  | 'accept'
  | 'receivePaper'
  | 'consolidate'
  | 'requestCorrection'
  | 'withdrawCorrection'
  | 'decideCorrection'
  | 'exempt'
  | 'endExemption';

/** Whose staff acts: the unit that owes the report, or the one that receives it. */
export type ReportSide = 'reporter' | 'receiver';

export interface ReportTransition extends Transition<ReportStatus, ReportAction> {
  readonly label: string;
  /** Any one of them lets the caller act. */
  readonly permissions: readonly [Action, ...Action[]];
  readonly side: ReportSide;
  /** Set when people never choose the step on the report itself: it follows from this one. */
  readonly effectOf?: 'consolidation';
}

const WRITERS = ['report.prepare', 'report.submit'] as const;
const OPEN = OPEN_REPORT_STATUSES;
const DONE: readonly ReportStatus[] = ['ACCEPTED', 'CONSOLIDATED'];

/**
 * The report's life as one table (domain §3.4). It executes the steps, answers `allowedActions` and
 * generates the tests of every cell. 免报 (R13, R14) is decided in the schedule.
 */
const TABLE: readonly ReportTransition[] = [
  row('R01', '开始填报', 'draft', ['PENDING'], 'DRAFT', WRITERS, 'reporter'),
  row('R02', '填报', 'draft', ['DRAFT', 'RETURNED'], undefined, WRITERS, 'reporter'),
  row('R03', '附件', 'attach', OPEN, undefined, WRITERS, 'reporter'),
  row('R04', '审签报送', 'submit', OPEN, 'SUBMITTED', ['report.submit'], 'reporter'),
  row(
    'R05',
    '退回重报',
    'return',
    ['SUBMITTED', ...DONE],
    'RETURNED',
    ['report.review'],
    'receiver',
  ),
  row('R06', '接收', 'accept', ['SUBMITTED'], 'ACCEPTED', ['report.review'], 'receiver'),
  row('R07', '登记纸质件', 'receivePaper', ['SUBMITTED'], undefined, ['report.review'], 'receiver'),
  {
    ...row('R08', '汇总', 'consolidate', DONE, 'CONSOLIDATED', ['report.consolidate'], 'receiver'),
    effectOf: 'consolidation',
  },
  row('R09', '申请更正', 'requestCorrection', DONE, undefined, ['report.correct'], 'reporter'),
  row('R10', '撤回更正', 'withdrawCorrection', DONE, undefined, ['report.correct'], 'reporter'),
  row('R11', '审批更正', 'decideCorrection', DONE, undefined, ['report.review'], 'receiver'),
  row('R12', '更正附件', 'attach', DONE, undefined, ['report.correct'], 'reporter'),
  row('R13', '免报', 'exempt', ['PENDING', 'DRAFT'], 'EXEMPT', ['report.exempt'], 'receiver'),
  row('R14', '撤销免报', 'endExemption', ['EXEMPT'], 'PENDING', ['report.exempt'], 'receiver'),
];

function row(
  id: string,
  label: string,
  action: ReportAction,
  from: readonly ReportStatus[],
  to: ReportStatus | undefined,
  permissions: ReportTransition['permissions'],
  side: ReportSide,
): ReportTransition {
  return { id, label, action, from, permissions, side, ...(to && { to }) };
}

/** Checked when the module is loaded: an unsound table stops the program at start. */
export const REPORT_WORKFLOW = new Workflow<ReportStatus, ReportAction, ReportTransition>(
  { name: 'report', states: REPORT_STATUS.codes, initial: 'PENDING', final: [] },
  TABLE,
);
