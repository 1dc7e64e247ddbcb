import type { Action } from '../../identity/permissions.js';
import { Workflow, type Transition } from '../../platform/workflow/workflow.js';
import { type EntryKind, ISSUE_STATUS, type IssueStatus } from '../codes.js';

/** Everything that can be done to an issue, whoever does it; the names are those of `allowedActions`. */
export type IssueAction =
  | 'edit'
  | 'register'
  | 'assign'
  | 'acknowledge'
  | 'dispute'
  | 'savePlan'
  | 'submitPlan'
  | 'returnPlan'
  | 'approvePlan'
  | 'addProgress'
  | 'addEvidence'
  | 'addPerson'
  | 'applyClosure'
  | 'withdrawClosure'
  | 'reviewClosure'
  | 'returnClosure'
  | 'close'
  | 'closeImmediately'
  | 'requestExtension'
  | 'decideExtension'
  | 'carryOver'
  | 'resume'
  | 'merge'
  | 'void'
  | 'transfer'
  | 'recordLookback'
  | 'reopen'
  | 'archive';

/**
 * Which of the issue's units the permission must cover. `registrar`: the unit that logged it;
 * `handler`: the responsible unit; `any`: one of these or the bureau.
 */
export type Relation = 'registrar' | 'handler' | 'any';

export interface IssueTransition extends Transition<IssueStatus, IssueAction> {
  readonly label: string;
  readonly permission: Action;
  readonly relation: Relation;
  /** Set when people never choose the step: it follows from this one (a decision on an application). */
  readonly effectOf?: IssueAction;
  /** Posting of the account book that the step causes. */
  readonly entry?: Exclude<EntryKind, 'CORRECTED'>;
}

const UNENDED: readonly IssueStatus[] = [
  'REGISTERED',
  'ASSIGNED',
  'PLANNING',
  'PLAN_REVIEW',
  'RECTIFYING',
  'CARRIED_OVER',
];

/**
 * The issue's life as one table (domain §2.3, T01–T24, and the steps that leave the status as it is,
 * L01…). The review chain between 申请销号 and 销号 is data on the application, not more statuses.
 * The table executes the steps, answers `allowedActions` and generates the tests of every cell.
 */
const TABLE: readonly IssueTransition[] = [
  row('T01', '建账', 'register', ['DRAFT'], 'REGISTERED', 'issue.register', 'registrar', 'OPENED'),
  row('T02', '交办', 'assign', ['REGISTERED'], 'ASSIGNED', 'issue.assign', 'any'),
  row('T03', '签收', 'acknowledge', ['ASSIGNED'], 'PLANNING', 'issue.acknowledge', 'handler'),
  row('T04', '管辖异议', 'dispute', ['ASSIGNED'], 'REGISTERED', 'issue.dispute', 'handler'),
  row('T05', '报方案', 'submitPlan', ['PLANNING'], 'PLAN_REVIEW', 'plan.submit', 'handler'),
  row('T06', '方案退回', 'returnPlan', ['PLAN_REVIEW'], 'PLANNING', 'plan.review', 'any'),
  row('T07', '方案批准', 'approvePlan', ['PLAN_REVIEW'], 'RECTIFYING', 'plan.review', 'any'),
  row(
    'T08',
    '申请销号',
    'applyClosure',
    ['RECTIFYING'],
    'CLOSURE_REVIEW',
    'closure.apply',
    'handler',
  ),
  row(
    'T09',
    '撤回销号申请',
    'withdrawClosure',
    ['CLOSURE_REVIEW'],
    'RECTIFYING',
    'closure.apply',
    'handler',
  ),
  row(
    'T10',
    '销号退回',
    'returnClosure',
    ['CLOSURE_REVIEW'],
    'RECTIFYING',
    'closure.review',
    'any',
    undefined,
    'reviewClosure',
  ),
  row(
    'T13',
    '审定销号',
    'close',
    ['CLOSURE_REVIEW'],
    'CLOSED',
    'closure.review',
    'any',
    'CLOSED',
    'reviewClosure',
  ),
  row(
    'T17',
    '立行立改销号',
    'closeImmediately',
    ['REGISTERED'],
    'CLOSED',
    'closure.immediate',
    'handler',
    'CLOSED',
  ),
  row('T18', '批准挂账', 'carryOver', ['RECTIFYING'], 'CARRIED_OVER', 'carryover.approve', 'any'),
  row('T19', '恢复整改', 'resume', ['CARRIED_OVER'], 'RECTIFYING', 'carryover.resume', 'any'),
  row(
    'T20',
    '并案',
    'merge',
    ['REGISTERED', 'RECTIFYING'],
    'MERGED',
    'issue.merge',
    'any',
    'MERGED',
  ),
  row('T21', '撤销', 'void', UNENDED, 'VOIDED', 'issue.void', 'any', 'VOIDED'),
  row(
    'T22',
    '反弹重新挂账',
    'reopen',
    ['CLOSED'],
    'RECTIFYING',
    'closure.reopen',
    'any',
    'REOPENED',
  ),
  row(
    'T23',
    '移送',
    'transfer',
    ['PLANNING', 'RECTIFYING'],
    'TRANSFERRED',
    'issue.transfer',
    'any',
    'TRANSFERRED_OUT',
  ),
  row('T24', '归档', 'archive', ['CLOSED'], 'ARCHIVED', 'issue.archive', 'any'),
  row('T25', '作废草稿', 'void', ['DRAFT'], 'VOIDED', 'issue.edit', 'registrar'),
  row('L01', '修改', 'edit', ['DRAFT', 'REGISTERED'], undefined, 'issue.edit', 'registrar'),
  row('L02', '填写方案', 'savePlan', ['PLANNING'], undefined, 'plan.edit', 'handler'),
  row(
    'L03',
    '填报进展',
    'addProgress',
    ['RECTIFYING', 'CARRIED_OVER'],
    undefined,
    'progress.add',
    'handler',
  ),
  row(
    'L04',
    '上传佐证',
    'addEvidence',
    ['DRAFT', ...UNENDED, 'CLOSURE_REVIEW'],
    undefined,
    'evidence.add',
    'any',
  ),
  row('L05', '审核销号', 'reviewClosure', ['CLOSURE_REVIEW'], undefined, 'closure.review', 'any'),
  row(
    'L06',
    '申请延期',
    'requestExtension',
    ['RECTIFYING'],
    undefined,
    'extension.apply',
    'handler',
  ),
  row('L07', '审批延期', 'decideExtension', ['RECTIFYING'], undefined, 'extension.decide', 'any'),
  row('L08', '登记回头看', 'recordLookback', ['CLOSED'], undefined, 'lookback.record', 'any'),
  row(
    'L09',
    '登记涉及对象',
    'addPerson',
    ['DRAFT', ...UNENDED, 'CLOSURE_REVIEW'],
    undefined,
    'person.edit',
    'any',
  ),
];

function row(
  id: string,
  label: string,
  action: IssueAction,
  from: readonly IssueStatus[],
  to: IssueStatus | undefined,
  permission: Action,
  relation: Relation,
  entry?: IssueTransition['entry'],
  effectOf?: IssueAction,
): IssueTransition {
  return {
    id,
    label,
    action,
    from,
    permission,
    relation,
    ...(to && { to }),
    ...(entry && { entry }),
    ...(effectOf && { effectOf }),
  };
}

/** Checked when the module is loaded: an unsound table stops the program at start. */
export const ISSUE_WORKFLOW = new Workflow<IssueStatus, IssueAction, IssueTransition>(
  {
    name: 'issue',
    states: ISSUE_STATUS.codes,
    initial: 'DRAFT',
    final: ['TRANSFERRED', 'MERGED', 'VOIDED', 'ARCHIVED'],
  },
  TABLE,
);
