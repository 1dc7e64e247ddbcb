import { conflict, type FieldFault, type Problem } from '../../platform/http/problem.js';

/** The part of an issue that registration looks at. */
export interface RegistrationFacts {
  readonly source: string | null;
  readonly foundOn: string | null;
  readonly category: string | null;
  readonly detail: string | null;
  readonly nature: string | null;
  readonly scope: string | null;
  readonly severity: string | null;
  readonly responsibleUnitId: string | null;
  readonly householdCount: number | null;
  readonly personCount: number | null;
}

const DETAIL_LENGTH_MIN = 10;

const REQUIRED: readonly (readonly [keyof RegistrationFacts, string])[] = [
  ['source', '问题来源'],
  ['foundOn', '发现时间'],
  ['category', '问题类别'],
  ['detail', '具体表现'],
  ['nature', '问题性质'],
  ['scope', '共性/个性'],
  ['severity', '严重程度'],
  ['responsibleUnitId', '责任单位'],
];

/** What keeps an issue from being registered: the required columns of 问题清单 (D01). */
export function registrationFaults(facts: RegistrationFacts, today: string): FieldFault[] {
  const missing = REQUIRED.filter(([field]) => facts[field] === null).map(([path, label]) => ({
    path,
    code: 'REQUIRED',
    message: `建账前请填写${label}`,
  }));
  return [...missing, ...consistencyFaults(facts, today), ...detailFaults(facts)];
}

/** Contradictions that are refused at any time, drafts included. */
export function consistencyFaults(
  facts: Pick<RegistrationFacts, 'foundOn' | 'householdCount' | 'personCount'>,
  today: string,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (facts.foundOn !== null && facts.foundOn > today) {
    faults.push({ path: 'foundOn', code: 'IN_FUTURE', message: '发现时间不能晚于今天' });
  }
  const { householdCount: households, personCount: persons } = facts;
  if (households !== null && persons !== null && persons < households) {
    faults.push({ path: 'personCount', code: 'TOO_SMALL', message: '涉及人数不能少于涉及户数' });
  }
  return faults;
}

function detailFaults({ detail }: RegistrationFacts): FieldFault[] {
  if (detail === null || detail.length >= DETAIL_LENGTH_MIN) return [];
  return [{ path: 'detail', code: 'TOO_SHORT', message: `具体表现至少${DETAIL_LENGTH_MIN}个字` }];
}

/** Faults of a deadline set by an order or a plan. `latest` is the last day the campaign allows. */
export function deadlineFaults(
  deadline: string,
  facts: { foundOn: string | null; latest: string | undefined },
  path = 'deadline',
): FieldFault[] {
  if (facts.foundOn !== null && deadline <= facts.foundOn) {
    return [{ path, code: 'BEFORE_FOUND', message: '整改时限应晚于发现时间' }];
  }
  if (facts.latest !== undefined && deadline > facts.latest) {
    return [
      { path, code: 'AFTER_LATEST', message: `整改时限不能晚于本次专项治理规定的${facts.latest}` },
    ];
  }
  return [];
}

/** Why the unit may not dispute its competence: it does so once, within the receipt clock (T04). */
export function disputeObstacle(
  issue: { readonly disputeCount: number; readonly receiptDueOn: string | null },
  today: string,
): Problem | undefined {
  if (issue.disputeCount > 0) {
    return conflict('DISPUTED_BEFORE', '管辖异议只能提出一次，请签收办理或联系交办科室。');
  }
  if (issue.receiptDueOn !== null && today > issue.receiptDueOn) {
    return conflict('RECEIPT_CLOCK_OVER', '已超过签收期限，不能再提出管辖异议。');
  }
  return undefined;
}
