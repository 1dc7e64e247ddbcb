import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitMoveObstacles } from '../../identity/unit-move.obstacles.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { conflict } from '../../platform/http/problem.js';

/** A unit that has sealed reports is not moved: their chain belongs to the place it reported from. */
@Injectable()
export class SealedReportsObstacle implements OnModuleInit {
  constructor(private readonly obstacles: UnitMoveObstacles) {}

  onModuleInit(): void {
    this.obstacles.add(assertNothingSealed);
  }
}

async function assertNothingSealed(tx: Tx, unitIds: readonly string[]): Promise<void> {
  const version = await tx.one(
    sql`SELECT id FROM report_versions WHERE unit_id IN ${inList(unitIds)} LIMIT 1`,
  );
  if (!version) return;
  throw conflict(
    'UNIT_HAS_SEALED_REPORTS',
    '本单位或下级已有封存的报告，不能调整隶属关系；确需调整的，请停用本单位，在新的上级下另建单位。',
  );
}
