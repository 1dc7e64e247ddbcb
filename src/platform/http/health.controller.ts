import { Controller, Get, HttpCode, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { statfs } from 'node:fs/promises';
import { AuditWatch } from '../audit/audit-watch.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { sql } from '../database/queryable.js';
import { Reader } from '../database/reader.js';
import { Public } from './access.js';
import { Draining } from './draining.js';
import { Problem } from './problem.js';

const DISK_FREE_SHARE_MIN = 0.05;

class HealthBody {
  @ApiProperty({ example: 'ok' })
  status: string;
}

/** `/live` touches nothing; `/ready` says whether the server can do useful work. */
@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly reader: Reader,
    private readonly audit: AuditWatch,
    private readonly draining: Draining,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('live')
  @HttpCode(200)
  @ApiOperation({ summary: '进程是否存活' })
  @ApiOkResponse({ type: HealthBody })
  live(): HealthBody {
    return { status: 'ok' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: '数据库、磁盘与审计日志链尾是否可用' })
  @ApiOkResponse({ type: HealthBody })
  async ready(): Promise<HealthBody> {
    if (this.draining.begun) {
      throw new Problem(503, 'SHUTTING_DOWN', '服务正在停止，请稍后再试。');
    }
    await this.reader.one(sql`SELECT 1 AS alive`);
    const disk = await statfs(this.config.dataDir);
    if (disk.bavail < disk.blocks * DISK_FREE_SHARE_MIN) {
      throw new Problem(503, 'DISK_ALMOST_FULL', '磁盘剩余空间不足5%，请联系系统管理员。');
    }
    if (!(await this.audit.headsArePlausible())) {
      throw new Problem(503, 'AUDIT_CHAIN_DAMAGED', '审计日志的链尾对不上，请联系审计管理员核对。');
    }
    return { status: 'ok' };
  }
}
