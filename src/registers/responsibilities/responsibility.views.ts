import type { UnitTree } from '../../identity/unit-catalog.js';
import type { NamedRef } from '../../platform/http/output.js';
import type { IssueListItem } from '../issues/issue.body.js';
import { refOf } from '../issues/issue.views.js';
import { summaryOf } from '../tasks/task.rules.js';
import type {
  ResponsibilityBody,
  ResponsibilityLine,
  ResponsibleParty,
} from './responsibility.body.js';
import type { ResponsibilityKind } from './responsibility.codes.js';
import type { ResponsibilityRecord } from './responsibility.reads.js';

export function responsibilityBody(row: ResponsibilityRecord, tree: UnitTree): ResponsibilityBody {
  return {
    id: row.id,
    seq: row.seq,
    kind: row.kind,
    cycleNo: row.cycleNo,
    unit: refOf(tree, row.unitId),
    userId: row.userId,
    personName: row.personName,
    post: row.post,
    phone: row.phone,
    duty: row.duty,
  };
}

/** One line of 责任清单 from an issue and its duties. */
export function responsibilityLine(
  issue: IssueListItem,
  rows: readonly ResponsibilityRecord[],
  taskNos: string[],
  tree: UnitTree,
): ResponsibilityLine {
  const of = (kind: ResponsibilityKind) => rows.filter((row) => row.kind === kind);
  const units = (kind: ResponsibilityKind): NamedRef[] =>
    of(kind).map((row) => refOf(tree, row.unitId));
  const parties = (kind: ResponsibilityKind): ResponsibleParty[] =>
    of(kind).map((row) => ({
      name: row.personName,
      post: row.post,
      unit: refOf(tree, row.unitId),
      phone: row.phone,
      duty: row.duty,
    }));
  return {
    issueId: issue.id,
    issueNo: issue.issueNo,
    taskNos,
    summary: summaryOf(issue.statement),
    status: issue.status,
    category: issue.category,
    cycleNo: issue.cycleNo,
    leaders: parties('RESPONSIBLE_LEADER'),
    leadUnit: units('LEAD')[0] ?? null,
    responsibleUnit: issue.responsibleUnit,
    divisions: units('DIVISION'),
    persons: parties('RESPONSIBLE_PERSON'),
    coUnits: units('CO'),
    supervisors: parties('SUPERVISOR'),
    contacts: parties('CONTACT'),
    dueOn: issue.currentDeadline,
    overdue: issue.overdue,
  };
}
