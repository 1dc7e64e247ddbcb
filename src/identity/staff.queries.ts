import { Injectable } from '@nestjs/common';
import { inList, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { forbidden } from '../platform/http/problem.js';
import type { Caller } from './caller.js';
import { Scope } from './scope.js';
import { UnitCatalog } from './unit-catalog.js';
import type { StaffMember } from './units.dto.js';

/** The people whom a plan may name: those who work where the caller writes plans, and no others. */
@Injectable()
export class StaffQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  /** Active users by name; nobody for a unit that is out of scope, as a list filtered by it is empty. */
  async list(caller: Caller, unitId?: string): Promise<StaffMember[]> {
    const tree = await this.units.load();
    const scope = Scope.of(caller, 'plan.edit', tree);
    if (!scope) throw forbidden();
    const covered = scope.unitIds() ?? tree.units.map(({ id }) => id);
    const units = unitId === undefined ? covered : covered.filter((id) => id === unitId);
    return this.reader.all<StaffMember>(sql`
      SELECT id AS user_id, name, post, unit_id FROM users
      WHERE disabled_at IS NULL AND unit_id IN ${inList(units)} ORDER BY name, id`);
  }
}
