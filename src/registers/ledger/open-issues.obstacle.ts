import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitMoveObstacles } from '../../identity/unit-move.obstacles.js';
import { inList, sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { conflict } from '../../platform/http/problem.js';
import { IS_OPEN, UNIT_OF_ISSUE } from './reconciliation.context.js';

/** A unit with open issues is not moved: its standing would go over to another bureau without a posting. */
@Injectable()
export class OpenIssuesObstacle implements OnModuleInit {
  constructor(private readonly obstacles: UnitMoveObstacles) {}

  onModuleInit(): void {
    this.obstacles.add(assertNoOpenIssues);
  }
}

async function assertNoOpenIssues(tx: Tx, unitIds: readonly string[]): Promise<void> {
  const row = await tx.one<{ total: number }>(sql`
    SELECT COUNT(*) AS total FROM issues AS i
    WHERE ${UNIT_OF_ISSUE} IN ${inList(unitIds)} AND ${IS_OPEN}`);
  if (!row?.total) return;
  throw conflict(
    'UNIT_HAS_OPEN_ISSUES',
    `本单位及下级还有${row.total}个未销号问题，请先销号或移交其他单位，再调整隶属关系。`,
  );
}
