import type { UnitTree } from '../../identity/unit-catalog.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { isUsableUnit } from '../tasks/task.rules.js';
import { type ResponsibilityKind, UNIT_KINDS } from './responsibility.codes.js';

/** One duty, names and units filled in from the user where one is named. */
export interface DutyFacts {
  readonly kind: ResponsibilityKind;
  readonly unitId: string;
  readonly userId: string | null;
  readonly personName: string | null;
}

const at = (index: number, field: string): string => `responsibilities[${index}].${field}`;

/**
 * Contradictions that are refused even in a draft: a second lead, a lead that also only assists, one
 * person as leader and as executor, a person's duty without a name.
 */
export function dutyFaults(duties: readonly DutyFacts[]): FieldFault[] {
  return duties.flatMap((duty, index) => [
    ...leadFaults(duties, duty, index),
    ...personFaults(duties, duty, index),
    ...repeatFaults(duties, duty, index),
  ]);
}

function leadFaults(duties: readonly DutyFacts[], duty: DutyFacts, index: number): FieldFault[] {
  if (duty.kind === 'LEAD' && duties.findIndex(({ kind }) => kind === 'LEAD') !== index) {
    const message = '牵头单位只能有一个，其他单位请列为配合单位';
    return [{ path: at(index, 'kind'), code: 'SECOND_LEAD', message }];
  }
  const assistsItself =
    duty.kind === 'CO' &&
    duties.some(({ kind, unitId }) => kind === 'LEAD' && unitId === duty.unitId);
  if (!assistsItself) return [];
  return [{ path: at(index, 'unitId'), code: 'LEAD_IS_CO', message: '牵头单位不能同时是配合单位' }];
}

function personFaults(duties: readonly DutyFacts[], duty: DutyFacts, index: number): FieldFault[] {
  if (UNIT_KINDS.includes(duty.kind)) return [];
  if (duty.personName === null) {
    return [{ path: at(index, 'personName'), code: 'REQUIRED', message: '请填写姓名' }];
  }
  const isLeaderToo =
    duty.kind === 'RESPONSIBLE_PERSON' &&
    duties.some((other) => other.kind === 'RESPONSIBLE_LEADER' && isSamePerson(other, duty));
  if (!isLeaderToo) return [];
  const message = '责任领导和责任人不能是同一个人';
  return [{ path: at(index, 'personName'), code: 'LEADER_IS_PERSON', message }];
}

function repeatFaults(duties: readonly DutyFacts[], duty: DutyFacts, index: number): FieldFault[] {
  const first = duties.findIndex(
    (other) =>
      other.kind === duty.kind &&
      (UNIT_KINDS.includes(duty.kind)
        ? other.unitId === duty.unitId
        : other.personName !== null && isSamePerson(other, duty)),
  );
  if (first === -1 || first === index || duty.kind === 'LEAD') return [];
  return [{ path: at(index, 'kind'), code: 'DUPLICATE', message: '责任清单中有重复的条目' }];
}

/** Accounts decide where both are known; else the name, so that an account cannot hide a namesake. */
function isSamePerson(a: DutyFacts, b: DutyFacts): boolean {
  if (a.userId !== null && b.userId !== null) return a.userId === b.userId;
  return a.personName === b.personName;
}

/** What a plan must name before it may be handed in (T05): 牵头单位, 责任领导, 责任人. */
export function missingDuties(duties: readonly Pick<DutyFacts, 'kind'>[]): FieldFault[] {
  const required = [
    ['LEAD', 'LEAD_REQUIRED', '请明确一个牵头单位'],
    ['RESPONSIBLE_LEADER', 'LEADER_REQUIRED', '请明确责任领导'],
    ['RESPONSIBLE_PERSON', 'PERSON_REQUIRED', '请明确责任人'],
  ] as const;
  return required
    .filter(([kind]) => !duties.some((duty) => duty.kind === kind))
    .map(([, code, message]) => ({ path: 'responsibilities', code, message }));
}

/** True when the unit may bear the duty: one of the bureau's tree, for 督办 also an authority above. */
export function mayBear(
  tree: UnitTree,
  bureauId: string,
  unitId: string,
  kind: ResponsibilityKind,
): boolean {
  if (isUsableUnit(tree, bureauId, unitId)) return true;
  return kind === 'SUPERVISOR' && tree.ancestors(bureauId).some(({ id }) => id === unitId);
}
