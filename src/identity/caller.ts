import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor, Principal } from '../platform/audit/audit-log.js';
import type { JobOwner } from '../platform/jobs/job-handlers.js';
import type { Role } from './codes.js';

/** Stands for the session where the program works for a user by itself. */
export const NO_SESSION = 'program';

/** The signed-in user of a request. Put on the request by the session guard. */
export interface Caller extends Actor {
  readonly userId: string;
  readonly username: string;
  /** Display name, for example 经办人甲. */
  readonly name: string;
  readonly post: string;
  /** Empty for an administrator who belongs to no unit. */
  readonly unitId: string;
  /** Nearest unit of type CIVIL_AFFAIRS at or above the caller's unit; null outside any bureau. */
  readonly bureauId: string | null;
  readonly roles: readonly Role[];
  /** {@link NO_SESSION} in background jobs. */
  readonly sessionId: string;
  /**
   * Set while a deputy acts for somebody on leave (代理). Unit, bureau and roles are then the other's,
   * user id, user name and post the deputy's own, and the name says both: 经办人乙（代经办人甲）.
   */
  readonly onBehalfOf?: Principal;
  /** Deputies who dealt with the record at hand in the caller's name (`facing`). */
  readonly standIns?: readonly string[];
}

/** What the rules of who may do what look at. */
export type Person = Pick<
  Caller,
  'userId' | 'unitId' | 'bureauId' | 'roles' | 'onBehalfOf' | 'standIns'
>;

/** What tells who somebody is where two people are asked for. */
export type Identity = Pick<Caller, 'userId' | 'onBehalfOf' | 'standIns'>;

/** The people behind an act: the caller, and the one for whom he acts. Both are bound by what either did. */
export function peopleBehind({ userId, onBehalfOf, standIns = [] }: Identity): readonly string[] {
  return [userId, ...(onBehalfOf ? [onBehalfOf.userId] : []), ...standIns];
}

/** True when one of the given users is among the people behind the caller's acts. */
export function isBehind(
  caller: Identity,
  ...userIds: readonly (string | null | undefined)[]
): boolean {
  return peopleBehind(caller).some((id) => userIds.includes(id));
}

export type CallerRequest = FastifyRequest & { caller?: Caller };

/** Parameter of a handler: the signed-in user. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => {
    const { caller } = context.switchToHttp().getRequest<CallerRequest>();
    if (!caller) throw new Error('CurrentCaller used on a handler without a session');
    return caller;
  },
);

/** The caller as the audit log keeps it: no unit is null there. */
export function actorOf(caller: Caller): Actor {
  const { userId, name, unitId, bureauId, onBehalfOf } = caller;
  return { userId, name, unitId: unitId === '' ? null : unitId, bureauId, onBehalfOf };
}

/**
 * The caller as the owner of background jobs: those of an earlier unit are not the caller's any more, and
 * those given as a deputy belong to the delegation and end with it.
 */
export const jobOwnerOf = ({ userId, unitId, onBehalfOf }: Caller): JobOwner => ({
  ownerId: userId,
  ownerScope: onBehalfOf?.delegationId ?? unitId,
});
