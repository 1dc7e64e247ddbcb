import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../platform/audit/audit-log.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { forbidden, type Problem } from '../platform/http/problem.js';
import { actorOf, type Caller } from './caller.js';

/** Keeps who tried what they may not do (GB/T 22239-2019 安全审计: result of every important act). */
@Injectable()
export class RefusalLog {
  /** Outside the request's context: this record must not pass for the answer of an `Idempotency-Key`. */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  /** Refusals that are in the log, so that none is kept twice. */
  private readonly kept = new WeakSet<Problem>();

  /** Records the attempt and returns the 403 to throw. Call it outside any transaction. */
  async refuse(
    caller: Caller,
    permission: string,
    target: string,
    detail?: string,
  ): Promise<Problem> {
    await this.record(caller, { permission, target });
    const problem = forbidden(detail);
    this.kept.add(problem);
    return problem;
  }

  keeps(problem: Problem): boolean {
    return this.kept.has(problem);
  }

  /** Records an attempt. Call it outside any transaction. */
  async record(caller: Caller, detail: Record<string, unknown>): Promise<void> {
    await this.apart(() =>
      this.unitOfWork.run((tx) => {
        this.audit.record(tx, actorOf(caller), {
          action: 'ACCESS_REFUSED',
          subjectType: 'USER',
          subjectId: caller.userId,
          detail,
        });
        return Promise.resolve();
      }),
    );
  }
}
