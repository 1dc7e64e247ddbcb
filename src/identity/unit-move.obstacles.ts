import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/tx.js';

/**
 * Looks for what ties units to their place in the tree.
 * @param unitIds the unit that is to move and everything below it.
 * @throws {Problem} 409 naming what has to be settled first.
 */
export type MoveObstacle = (tx: Tx, unitIds: readonly string[]) => Promise<void>;

/**
 * What keeps a unit from being moved below another parent. Accounts, sealed figures and numbers are
 * summed along the tree, but only the rooms above know them: they add their obstacles at start, and the
 * organisation never knows who they are.
 */
@Injectable()
export class UnitMoveObstacles {
  private readonly obstacles: MoveObstacle[] = [];

  add(obstacle: MoveObstacle): void {
    this.obstacles.push(obstacle);
  }

  /** @throws {Problem} 409 of the first obstacle. */
  async assertNone(tx: Tx, unitIds: readonly string[]): Promise<void> {
    for (const obstacle of this.obstacles) await obstacle(tx, unitIds);
  }
}
