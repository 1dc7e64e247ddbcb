import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { Problem } from '../platform/http/problem.js';
import { RequestCounter } from '../platform/http/request-limit.js';
import { type Access, accessOf } from './access.js';
import type { Caller, CallerRequest } from './caller.js';
import { assertSameOrigin, credentialOf } from './credentials.js';
import { takeDelegationId } from './deputies/acting-header.js';
import { Deputies } from './deputies/deputies.js';
import { may } from './permissions.js';
import { RefusalLog } from './refusal-log.js';
import { type LiveSession, SessionStore } from './session.store.js';

/**
 * The one place that decides who gets to a handler: no session 401, permission missing 403. It stands
 * directly before the handler, so no spelling of the path leads around it.
 */
@Injectable()
export class SessionGuard implements CanActivate {
  private readonly declared = new WeakMap<object, Access>();
  private readonly requests: RequestCounter;

  constructor(
    private readonly sessions: SessionStore,
    private readonly refusals: RefusalLog,
    private readonly deputies: Deputies,
    @Inject(CONFIG) config: Config,
  ) {
    this.requests = new RequestCounter(config.requestLimits?.perUser ?? 0);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.accessTo(context.getHandler());
    if (access.kind === 'PUBLIC') return true;
    const request = context.switchToHttp().getRequest<CallerRequest>();
    const credential = credentialOf(request);
    const session = credential && (await this.sessions.find(credential.token, credential.via));
    if (!session) throw notSignedIn(context.switchToHttp().getResponse<FastifyReply>());
    if (credential.via === 'COOKIE') assertSameOrigin(request);
    await this.requests.count(session.caller.userId);
    const caller = await this.callerOf(request, session.caller, access);
    request.caller = caller;
    assertNothingDue(session, access);
    if (access.kind === 'REQUIRES' && !access.actions.some((action) => may(caller.roles, action))) {
      const target = `${request.method} ${request.routeOptions.url ?? ''}`;
      throw await this.refusals.refuse(caller, access.actions.join(' | '), target);
    }
    return true;
  }

  /**
   * Who acts: the signed-in user, or that user for somebody on leave when the request says so. What
   * concerns one's own session is always done in one's own name.
   */
  private async callerOf(request: CallerRequest, own: Caller, access: Access): Promise<Caller> {
    const delegationId = takeDelegationId(request);
    if (delegationId === undefined || isPersonal(access)) return own;
    const acting = await this.deputies.acting(own, delegationId);
    if (acting) return acting;
    throw new Problem(403, 'DELEGATION_NOT_IN_FORCE', '代理未生效或已经结束，请以本人身份办理。');
  }

  /** What the handler declares, read from its metadata once. */
  private accessTo(handler: ReturnType<ExecutionContext['getHandler']>): Access {
    let access = this.declared.get(handler);
    if (!access) {
      access = accessOf(handler);
      if (!access) throw new Error(`${handler.name} does not declare its access`);
      this.declared.set(handler, access);
    }
    return access;
  }
}

/** One's own session, password, second factor and inbox. */
const isPersonal = (access: Access): boolean =>
  (access.kind === 'SIGNED_IN' && access.before !== undefined) ||
  (access.kind === 'REQUIRES' && access.actions.every((action) => action === 'notification.read'));

function assertNothingDue(session: LiveSession, access: Access): void {
  const before = access.kind === 'SIGNED_IN' ? access.before : undefined;
  if (session.passwordDue && before !== 'PASSWORD_CHANGE') {
    throw new Problem(
      403,
      'PASSWORD_CHANGE_REQUIRED',
      '密码是初始密码或者已经到期，请先修改密码，再办理业务。',
    );
  }
  if (session.secondFactorDue && before === undefined) {
    throw new Problem(
      403,
      'SECOND_FACTOR_REQUIRED',
      '您的角色须使用动态口令，请先在“安全设置”中启用，再办理业务。',
    );
  }
}

function notSignedIn(reply: FastifyReply): Problem {
  void reply.header('www-authenticate', 'Bearer realm="xiaohao"');
  return new Problem(401, 'NOT_SIGNED_IN', '请先登录；如果已经登录过，登录可能已过期。');
}
