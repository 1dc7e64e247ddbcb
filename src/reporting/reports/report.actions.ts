import { type Caller, type Identity, isBehind } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { worksFor } from '../../identity/staff.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { isPastLimit } from '../schedule/report-calls.rules.js';
import type { Report } from '../schedule/report.entity.js';
import { sealKindOf } from './report.rules.js';
import { reaches } from '../../identity/scope.js';
import { REPORT_WORKFLOW, type ReportAction, type ReportTransition } from './report.transitions.js';

/** What other tables tell about a report, as far as its steps depend on it. */
export interface ReportSituation {
  /** A correction waits for the receiver. */
  readonly correctionPending: boolean;
  /** Who signed the version in hand; undefined before the first. */
  readonly signedBy: string | undefined;
  /** Label of a later period that is sealed; what this one closed with can then not move. */
  readonly sealedAfter: string | undefined;
  /** The receiver's own report, made of the consolidation that holds this one, is under way or accepted. */
  readonly sentUp: boolean;
}

export interface Obstacle {
  readonly code: string;
  readonly detail: string;
}

/** Who receives it; reports made before receivers were kept go to the unit above. */
export const receiverUnitOf = (
  { receiverUnitId, unitId }: Pick<Report, 'receiverUnitId' | 'unitId'>,
  tree: UnitTree,
): string => receiverUnitId ?? tree.find(unitId)?.parentId ?? unitId;

/**
 * True when the caller works on the step's side and holds its permission. A receiver is judged by whom
 * he works for, since a city receives from counties that are bureaus of their own.
 */
export function isActor(
  caller: Caller,
  { side, permissions }: Pick<ReportTransition, 'side' | 'permissions'>,
  report: Pick<Report, 'receiverUnitId' | 'unitId'>,
  tree: UnitTree,
): boolean {
  if (side === 'reporter') {
    const { unitId } = report;
    return (
      worksFor(caller, unitId, tree) &&
      permissions.some((action) => reaches(caller, action, unitId, tree))
    );
  }
  return (
    worksFor(caller, receiverUnitOf(report, tree), tree) &&
    permissions.some((action) => may(caller.roles, action))
  );
}

/** What stands in the way of a step that status and side allow; undefined when nothing does. */
export function obstacleTo(
  action: ReportAction,
  caller: Identity,
  report: Report,
  { correctionPending, signedBy, sealedAfter, sentUp }: ReportSituation,
  now: string,
): Obstacle | undefined {
  switch (action) {
    case 'submit':
      return submitObstacle(caller, report);
    case 'accept':
      if (isBehind(caller, signedBy)) return OWN_REPORT;
      if (!report.terms?.paper || report.paperReceivedOn !== null) return undefined;
      return of('PAPER_MISSING', '请先登记收到盖章纸质件，再接收。');
    case 'return':
      if (correctionPending) return of('CORRECTION_PENDING', '有更正待审批，请先审批更正。');
      if (sentUp) return of('SENT_UP', '本期汇总已经上报，须由上级先退回，再逐级退回。');
      if (sealedAfter === undefined) return undefined;
      return of('LATER_PERIOD_SEALED', `${sealedAfter}已经封账，本期不能退回，请填报单位更正。`);
    case 'receivePaper':
      if (!report.terms?.paper) return of('NO_PAPER_ASKED', '这份报告不要求报送纸质件。');
      return report.paperReceivedOn === null
        ? undefined
        : of('PAPER_RECEIVED', '纸质件已经登记过了。');
    case 'requestCorrection':
      return correctionPending ? of('CORRECTION_PENDING', '已有更正待审批。') : undefined;
    case 'withdrawCorrection':
    case 'decideCorrection':
      if (!correctionPending) return of('NO_CORRECTION', '没有待审批的更正。');
      return action === 'decideCorrection' && isBehind(caller, signedBy) ? OWN_REPORT : undefined;
    case 'exempt':
    case 'endExemption':
      return isPastLimit(report, now)
        ? of('DEADLINE_PASSED', '报送期限已过，免报须在期限之前批准、撤回。')
        : undefined;
    default:
      return undefined;
  }
}

const of = (code: string, detail: string): Obstacle => ({ code, detail });

const OWN_REPORT = of('OWN_REPORT', '签发报告的人不能自己接收或审批，请由他人办理。');

function submitObstacle(
  caller: Identity,
  { reportType, terms, preparedBy }: Report,
): Obstacle | undefined {
  if (!sealKindOf(reportType))
    return of('NOT_FROM_BOOKS', '这类报告不在这里报送，请在通报中办理。');
  if (!terms?.leaderSign) return undefined;
  if (preparedBy === '') return of('NOT_PREPARED', '请先由填报人编制并保存，再由负责人审签。');
  return isBehind(caller, preparedBy)
    ? of('SIGNER_IS_PREPARER', '填报人不能自己签发，请由单位负责人审签报送。')
    : undefined;
}

/** What the caller could do now, in the order of the table. */
export function allowedActions(
  caller: Caller,
  report: Report,
  situation: ReportSituation,
  tree: UnitTree,
  now: string,
): ReportAction[] {
  const rows = REPORT_WORKFLOW.from(report.status).filter(
    (row) =>
      row.effectOf === undefined &&
      isActor(caller, row, report, tree) &&
      obstacleTo(row.action, caller, report, situation, now) === undefined,
  );
  return rows.map(({ action }) => action);
}
