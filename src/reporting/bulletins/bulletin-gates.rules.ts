import type { FieldFault } from '../../platform/http/problem.js';
import type { CaseStatus, Disclosure } from '../cases/case.codes.js';
import type { CasePerson } from '../cases/case-person.rules.js';

export interface GateCase {
  readonly id: string;
  readonly caseNo: string;
  readonly status: CaseStatus;
  readonly disclosure: Disclosure;
  readonly persons: readonly CasePerson[];
}

export interface GateFacts {
  /** In the order of the bulletin; shorter than `caseIds` when a case is missing. */
  readonly cases: readonly GateCase[];
  readonly caseIds: readonly string[];
  readonly disclosure: Disclosure;
  readonly feedbackOn: string | null;
  /** Cases that other bulletins have published. */
  readonly publishedIds: readonly string[];
}

/** What keeps a bulletin from being issued (domain §5.3); paths name the case by its place. */
export function issuanceFaults(facts: GateFacts, today: string): FieldFault[] {
  const faults = facts.caseIds.flatMap((id, index) => {
    const found = facts.cases.find((item) => item.id === id);
    const path = `caseIds[${index}]`;
    if (!found) return [{ path, code: 'UNKNOWN_CASE', message: '没有这个案例' }];
    return caseFaults(found, facts, today).map((fault) => ({ path, ...fault }));
  });
  if (facts.caseIds.length === 0) {
    faults.push({ path: 'caseIds', code: 'TOO_FEW', message: '通报至少要有一个案例' });
  }
  if (facts.feedbackOn !== null && facts.feedbackOn <= today) {
    const message = '报送自查情况的日期应晚于印发日期';
    faults.push({ path: 'feedbackOn', code: 'IN_PAST', message });
  }
  return faults;
}

function caseFaults(
  { id, caseNo, status, disclosure, persons }: GateCase,
  facts: GateFacts,
  today: string,
): Omit<FieldFault, 'path'>[] {
  const faults: Omit<FieldFault, 'path'>[] = [];
  if (status !== 'APPROVED') {
    faults.push({ code: 'CASE_NOT_APPROVED', message: `案例${caseNo}尚未审核通过` });
  }
  const sanctions = persons.flatMap((person) => person.sanctions);
  if (sanctions.some(({ effectiveOn }) => effectiveOn === null || effectiveOn > today)) {
    faults.push({ code: 'SANCTION_NOT_EFFECTIVE', message: `案例${caseNo}的处理决定尚未生效` });
  }
  if (facts.disclosure === 'PUBLIC' && disclosure !== 'PUBLIC') {
    faults.push({ code: 'CASE_INTERNAL', message: `案例${caseNo}不对外公开，不能列入公开的通报` });
  }
  if (facts.publishedIds.includes(id)) {
    faults.push({ code: 'PUBLISHED_BEFORE', message: `案例${caseNo}已在其他通报中印发` });
  }
  return faults;
}
