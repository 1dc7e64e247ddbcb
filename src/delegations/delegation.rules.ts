import { ADMINISTRATOR_ROLES, type Role } from '../identity/codes.js';
import type { DelegationStatus } from '../identity/deputies/delegation.codes.js';
import { sameHouse } from '../identity/staff.js';
import type { UnitTree } from '../identity/unit-catalog.js';
import { addDays } from '../platform/calendar/business-date.js';
import type { FieldFault } from '../platform/http/problem.js';

/** A leave ends; whoever is away for longer is replaced, not represented. */
export const DELEGATION_DAYS_MAX = 180;

/** One of the two people, as the rules see them. */
export interface Party {
  readonly id: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly roles: readonly Role[];
  readonly disabledAt: string | null;
}

interface Span {
  readonly fromDate: string;
  readonly toDate: string;
}

/** Faults of the days: from today on, and not for ever. */
export function dayFaults({ fromDate, toDate }: Span, today: string): FieldFault[] {
  if (fromDate < today) {
    return [{ path: 'fromDate', code: 'IN_THE_PAST', message: '代理首日不能早于今天' }];
  }
  if (toDate < fromDate) {
    return [{ path: 'toDate', code: 'BEFORE_FIRST_DAY', message: '代理末日不能早于首日' }];
  }
  return toDate > addDays(fromDate, DELEGATION_DAYS_MAX - 1)
    ? [
        {
          path: 'toDate',
          code: 'TOO_LONG',
          message: `代理最长${DELEGATION_DAYS_MAX}天，期满可以再设`,
        },
      ]
    : [];
}

/** Faults of the two people: who has nothing to hand on, and who may not take it. */
export function partyFaults(delegator: Party, deputy: Party, tree: UnitTree): FieldFault[] {
  const fault = (path: string, code: string, message: string): FieldFault[] => [
    { path, code, message },
  ];
  if (delegator.disabledAt !== null) {
    return fault('delegatorId', 'DELEGATOR_DISABLED', '被代理人的账号已停用');
  }
  if (delegator.unitId === null || !delegator.roles.some(isBusiness)) {
    return fault('delegatorId', 'NOTHING_TO_DELEGATE', '被代理人没有业务角色，不需要代理');
  }
  if (deputy.id === delegator.id) {
    return fault('deputyId', 'OWN_DEPUTY', '不能请本人代理本人');
  }
  if (deputy.disabledAt !== null) {
    return fault('deputyId', 'DEPUTY_DISABLED', '代理人的账号已停用');
  }
  if (deputy.roles.some((role) => !isBusiness(role))) {
    return fault('deputyId', 'DEPUTY_IS_ADMINISTRATOR', '管理员不办理业务，不能担任代理人');
  }
  return deputy.unitId !== null && sameHouse(deputy.unitId, delegator.unitId, tree)
    ? []
    : fault('deputyId', 'DEPUTY_ELSEWHERE', '代理人应与被代理人在同一单位');
}

const isBusiness = (role: Role): boolean => !ADMINISTRATOR_ROLES.includes(role);

/** A delegation in force on one of the days that a new one is to cover. */
export interface Overlapping extends Span {
  readonly delegatorId: string;
  readonly delegatorName: string;
  readonly deputyId: string;
  readonly deputyName: string;
}

/**
 * Why a new delegation does not go with one that there is: one deputy at a time, and nobody hands on what
 * was handed to him. That somebody stands in for two people is no hindrance.
 */
export function overlapFault(
  delegatorId: string,
  deputyId: string,
  others: readonly Overlapping[],
): FieldFault | undefined {
  for (const { fromDate, toDate, ...other } of others) {
    const days = `${fromDate}至${toDate}`;
    if (other.delegatorId === delegatorId) {
      const message = `被代理人${days}已请${other.deputyName}代理`;
      return { path: 'fromDate', code: 'DELEGATION_OVERLAPS', message };
    }
    if (other.delegatorId === deputyId) {
      const message = `代理人${days}本人也已请${other.deputyName}代理`;
      return { path: 'deputyId', code: 'DEPUTY_AWAY', message };
    }
    if (other.deputyId === delegatorId) {
      const message = `被代理人${days}正在代${other.delegatorName}办理，不能再请人代理`;
      return { path: 'fromDate', code: 'DELEGATION_CHAIN', message };
    }
  }
  return undefined;
}

/** Where a delegation stands on a day. */
export function statusOn(
  { fromDate, toDate, endedAt }: Span & { readonly endedAt: string | null },
  today: string,
): DelegationStatus {
  if (endedAt !== null) return 'ENDED';
  if (today < fromDate) return 'UPCOMING';
  return today > toDate ? 'EXPIRED' : 'ACTIVE';
}
