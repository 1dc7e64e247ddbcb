import { Injectable } from '@nestjs/common';
import { type Actor, AuditLog, SYSTEM_ACTOR } from '../platform/audit/audit-log.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { conflict, notFound } from '../platform/http/problem.js';
import type { Role } from './codes.js';
import { DelegationEnds } from './deputies/delegation-ends.js';
import { SessionStore } from './session.store.js';
import { User } from './user.entity.js';

export interface AccountLine {
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly unitName: string | null;
  readonly disabledAt: string | null;
  readonly lockedUntil: string | null;
}

interface Account {
  readonly id: string;
  readonly version: number;
  readonly disabledAt: string | null;
  readonly lockedUntil: string | null;
}

/** Accounts from the server's command line, when nobody who may do it can sign in. */
@Injectable()
export class AccountRescue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly sessions: SessionStore,
    private readonly delegations: DelegationEnds,
    private readonly audit: AuditLog,
  ) {}

  async list(): Promise<AccountLine[]> {
    const rows = await this.reader.all<Omit<AccountLine, 'roles'> & { roles: string }>(sql`
      SELECT u.username, u.name, u.roles, n.name AS unit_name, u.disabled_at, u.locked_until
      FROM users AS u LEFT JOIN units AS n ON n.id = u.unit_id ORDER BY u.username`);
    return rows.map((row) => ({ ...row, roles: JSON.parse(row.roles) as Role[] }));
  }

  /**
   * Disables the account, or enables it again. Its sessions end at once; disabled, it loses its delegations.
   * @throws {Problem} 404, 409
   */
  setDisabled(username: string, disabled: boolean, actor: Actor = SYSTEM_ACTOR): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const account = await find(tx, username);
      if ((account.disabledAt !== null) === disabled) {
        throw conflict('NOTHING_TO_DO', disabled ? '账号已经停用。' : '账号没有停用。');
      }
      const to = disabled ? tx.now : null;
      const changed = { disabledAt: to, version: account.version + 1 };
      await tx.update(User, { id: account.id }, changed);
      await this.sessions.revokeAll(tx, account.id);
      if (disabled) await this.delegations.ofUser(tx, actor, account.id, 'ACCOUNT_DISABLED');
      this.audit.record(tx, actor, {
        action: 'USER_CHANGED',
        subjectType: 'USER',
        subjectId: account.id,
        detail: { username, changes: { disabledAt: { from: account.disabledAt, to } } },
      });
    });
  }

  /** Lifts the lock after too many wrong passwords. @throws {Problem} 404, 409 */
  unlock(username: string, actor: Actor = SYSTEM_ACTOR): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const { id, lockedUntil, version } = await find(tx, username);
      if (lockedUntil === null || lockedUntil <= tx.now) {
        throw conflict('NOTHING_TO_DO', '账号没有被锁定。');
      }
      const changed = { failedAttempts: 0, lockedUntil: null, version: version + 1 };
      await tx.update(User, { id }, changed);
      this.sessions.refreshUser(tx, id);
      this.audit.record(tx, actor, {
        action: 'USER_CHANGED',
        subjectType: 'USER',
        subjectId: id,
        detail: { username, changes: { lockedUntil: { from: lockedUntil, to: null } } },
      });
    });
  }
}

async function find(tx: Tx, username: string): Promise<Account> {
  const account = await tx.one<Account>(sql`
    SELECT id, version, disabled_at, locked_until FROM users
    WHERE username = ${username} ${tx.rowLock}`);
  if (!account) throw notFound();
  return account;
}
