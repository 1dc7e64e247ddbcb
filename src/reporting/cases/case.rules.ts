import { type FieldFault, ruleBroken } from '../../platform/http/problem.js';
import { CASE_CHAIN, type CaseStatus, type CaseStep } from './case.codes.js';
import type { CasePerson, CaseSanction } from './case-person.rules.js';

export interface CaseFacts {
  readonly facts: string;
  readonly rectification: string;
  readonly analysis: string;
  readonly lesson: string;
  readonly amountFen: number | null;
  readonly recoveredFen: number | null;
  readonly dueFen?: number | null;
  readonly waivedFen?: number | null;
  readonly waiverNote?: string | null;
  readonly concludedOn?: string | null;
  readonly persons: readonly CasePerson[];
}

type Contradictable = Omit<CaseFacts, 'facts' | 'rectification' | 'analysis' | 'lesson'>;

const REQUIRED = [
  ['facts', '主要事实'],
  ['rectification', '整改及建章立制'],
  ['analysis', '原因剖析'],
  ['lesson', '警示意义'],
] as const;

/** Contradictions that are refused at any time, drafts included. */
export function consistencyFaults(facts: Contradictable, today: string): FieldFault[] {
  const faults = moneyFaults(facts);
  if (facts.concludedOn && facts.concludedOn > today) {
    const message = '结案日期不能晚于今天';
    faults.push({ path: 'concludedOn', code: 'IN_FUTURE', message });
  }
  for (const [index, person] of facts.persons.entries()) {
    for (const [position, sanction] of person.sanctions.entries()) {
      const path = `persons[${index}].sanctions[${position}]`;
      faults.push(...sanctionFaults(person, sanction, path, today));
    }
    if (person.naming && person.naming.agreedOn > today) {
      const message = '同意实名的日期不能晚于今天';
      faults.push({ path: `persons[${index}].naming.agreedOn`, code: 'IN_FUTURE', message });
    }
  }
  return faults;
}

/** 应追缴 ≤ 违规金额; 已追缴 + 免予追缴 ≤ 应追缴; 免予追缴 only when approved (domain §4.3). */
function moneyFaults(facts: Contradictable): FieldFault[] {
  const wrong = facts.amountFen ?? 0;
  const due = facts.dueFen ?? wrong;
  const recovered = facts.recoveredFen ?? 0;
  const waived = facts.waivedFen ?? 0;
  const faults: FieldFault[] = [];
  if (due > wrong) {
    const message = '应追缴金额不能大于违规金额';
    faults.push({ path: 'dueFen', code: 'EXCEEDS_AMOUNT', message });
  }
  if (recovered > wrong) {
    const message = '追缴金额不能大于违规金额';
    faults.push({ path: 'recoveredFen', code: 'EXCEEDS_AMOUNT', message });
  } else if (recovered + waived > due) {
    const message = '已追缴与免予追缴之和不能大于应追缴金额';
    const path = waived > 0 ? 'waivedFen' : 'recoveredFen';
    faults.push({ path, code: 'EXCEEDS_AMOUNT', message });
  }
  if (waived > 0 && !facts.waiverNote?.trim()) {
    const message = '免予追缴须写明批准的单位、时间和文号';
    faults.push({ path: 'waiverNote', code: 'REQUIRED', message });
  }
  return faults;
}

function sanctionFaults(
  { partyMember }: CasePerson,
  { decidedOn, effectiveOn, type, form }: CaseSanction,
  path: string,
  today: string,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (decidedOn > today) {
    const message = '处理决定日期不能晚于今天';
    faults.push({ path: `${path}.decidedOn`, code: 'IN_FUTURE', message });
  }
  if (effectiveOn !== null && effectiveOn < decidedOn) {
    const message = '生效日期不能早于决定日期';
    faults.push({ path: `${path}.effectiveOn`, code: 'BEFORE_DECISION', message });
  }
  if (form !== null && type !== 'ORG_ADJUST') {
    const message = '只有组织调整需要指明第几种形态';
    faults.push({ path: `${path}.form`, code: 'NOT_APPLICABLE', message });
  }
  if (partyMember === false && type.startsWith('PARTY_')) {
    const message = '不是党员的人员不能受到党纪处分';
    faults.push({ path: `${path}.type`, code: 'NOT_PARTY_MEMBER', message });
  }
  return faults;
}

/** What keeps a case from being submitted (D10 ●). */
export function submissionFaults(facts: CaseFacts): FieldFault[] {
  const faults: FieldFault[] = REQUIRED.filter(([field]) => facts[field].trim() === '').map(
    ([path, label]) => ({ path, code: 'REQUIRED', message: `提交前请填写${label}` }),
  );
  if (facts.persons.every(({ sanctions }) => sanctions.length === 0)) {
    const message = '典型案例应有已作出处理决定的人员';
    faults.push({ path: 'persons', code: 'REQUIRED', message });
  }
  for (const [index, { sanctions }] of facts.persons.entries()) {
    for (const [position, { effectiveOn }] of sanctions.entries()) {
      if (effectiveOn !== null) continue;
      const path = `persons[${index}].sanctions[${position}].effectiveOn`;
      faults.push({ path, code: 'REQUIRED', message: '提交前请填写处理决定的生效日期' });
    }
  }
  return faults;
}

/** The status after a decision. */
export function statusAfter(
  step: CaseStep,
  { decision }: { readonly decision: 'APPROVED' | 'RETURNED' },
): CaseStatus {
  return decision === 'APPROVED' ? CASE_CHAIN[step].next : 'RETURNED';
}

interface Decided {
  readonly decision: 'APPROVED' | 'ACCEPTED' | 'RETURNED';
  readonly demand?: string | undefined;
}

/** A return always says what is to be done (domain rule 5). */
export function reviewFaults({ decision, demand }: Decided, wanted = '修改要求'): FieldFault[] {
  if (decision !== 'RETURNED' || (demand ?? '') !== '') return [];
  return [{ path: 'demand', code: 'REQUIRED', message: `退回时请写明${wanted}` }];
}

/** @throws 422 for a return that does not say what is to be done, of a case or a bulletin. */
export function assertDemand(decided: Decided, wanted?: string): void {
  const faults = reviewFaults(decided, wanted);
  if (faults.length > 0) throw ruleBroken('REVIEW_INCOMPLETE', '审核意见不完整。', faults);
}
