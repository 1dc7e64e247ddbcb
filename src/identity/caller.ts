import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../platform/audit/audit-log.js';
import type { JobOwner } from '../platform/jobs/job-handlers.js';
import type { Role } from './codes.js';

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
  readonly sessionId: string;
}

/** What the rules of who may do what look at. */
export type Person = Pick<Caller, 'userId' | 'unitId' | 'bureauId' | 'roles'>;

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
  const { userId, name, unitId, bureauId } = caller;
  return { userId, name, unitId: unitId === '' ? null : unitId, bureauId };
}

/** The caller as the owner of background jobs: those of an earlier unit are not the caller's any more. */
export const jobOwnerOf = ({ userId, unitId }: Caller): JobOwner => ({
  ownerId: userId,
  ownerScope: unitId,
});
