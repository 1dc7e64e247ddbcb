import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM_ACTOR } from '../platform/audit/audit-log.js';
import type { Config } from '../platform/config/config.js';
import { CONFIG } from '../platform/config/config.module.js';
import { sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { oneTimePassword, PasswordHasher } from './password.js';
import { passwordFault, PASSWORD_PROFILE, type PasswordProfile } from './password-rules.js';
import { UsersService } from './users.service.js';

const ADMIN = 'admin';

/** Raised at start when `XIAOHAO_ADMIN_PASSWORD` breaks the password rules. */
export class AdminPasswordError extends Error {
  constructor(fault: string) {
    super(`XIAOHAO_ADMIN_PASSWORD cannot be used: ${fault}`);
    this.name = 'AdminPasswordError';
  }
}

/**
 * Gives an empty database its first user: the system administrator `admin`, who belongs to no unit.
 * A generated password is printed once to the terminal, never to the log, and must be replaced.
 */
@Injectable()
export class BootstrapService implements OnModuleInit {
  constructor(
    private readonly reader: Reader,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly hasher: PasswordHasher,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PASSWORD_PROFILE) private readonly profile: PasswordProfile,
  ) {}

  async onModuleInit(): Promise<void> {
    if (await this.reader.one(sql`SELECT id FROM users LIMIT 1`)) return;
    const given = this.config.adminPassword;
    const fault = given === undefined ? undefined : passwordFault(given, ADMIN, this.profile);
    if (fault) throw new AdminPasswordError(fault);
    const password = given ?? oneTimePassword();
    const created = await this.createAdmin(await this.hasher.hash(password), given === undefined);
    if (created && given === undefined) {
      process.stdout.write(
        `First start: user "${ADMIN}" has the one-time password ${password}\n` +
          '首次启动：系统管理员 admin 的一次性密码如上，只显示这一次，登录后须修改。\n',
      );
    }
  }

  private createAdmin(passwordHash: string, mustChangePassword: boolean): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      // Of several servers starting on one empty database the counter lets one through at a time.
      await tx.nextNumber('first-start');
      if (await tx.one(sql`SELECT id FROM users LIMIT 1`)) return false;
      await this.users.insert(tx, SYSTEM_ACTOR, {
        username: ADMIN,
        name: '系统管理员',
        roles: ['SYS_ADMIN'],
        passwordHash,
        mustChangePassword,
      });
      return true;
    });
  }
}
