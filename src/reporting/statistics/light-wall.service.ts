import { Injectable } from '@nestjs/common';
import { LIGHT, type Light } from '../../campaigns/codes/issue-codes.js';
import type { Caller } from '../../identity/caller.js';
import { empty, inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { lightSql } from '../../registers/issues/issue.light.js';
import { othersTurn } from '../../registers/ledger/turns.js';
import { headOf } from './figure.body.js';
import type { LightNumbers, LightWallBody, LightWallRow } from './light-wall.body.js';
import type { LightWallQuery } from './statistics.dto.js';
import { branchOf, type StatisticsScope, StatisticsScopes } from './statistics.scope.js';

interface LightCount {
  readonly unitId: string;
  readonly light: Light;
  readonly count: number;
}

/** 亮灯墙: issues of each unit by light, as the lights are now. */
@Injectable()
export class LightWall {
  constructor(
    private readonly reader: Reader,
    private readonly scopes: StatisticsScopes,
  ) {}

  async get(caller: Caller, query: LightWallQuery): Promise<LightWallBody> {
    const scope = await this.scopes.load(caller, query);
    const rows = new Map<string, Record<Light, number>>();
    for (const unitId of await this.unitsWithIssues(scope)) {
      for (const { light, count } of await this.lightsOf(scope, unitId)) {
        const branch = branchOf(scope.tree, scope.root, unitId);
        const lights = rows.get(branch) ?? noLights();
        lights[light] += count;
        rows.set(branch, lights);
      }
      // Lights are worked out row by row: between two units others have their turn.
      await othersTurn(this.reader);
    }
    const total = noLights();
    for (const lights of rows.values())
      for (const light of LIGHT.codes) total[light] += lights[light];
    return { ...headOf(scope), rows: this.ordered(scope, rows), total };
  }

  private ordered(
    { tree, root }: StatisticsScope,
    rows: ReadonlyMap<string, LightNumbers>,
  ): LightWallRow[] {
    return tree.units
      .filter(({ id }) => rows.has(id))
      .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
      .map(({ id, name }) => ({
        unit: { id, name },
        ownLevel: id === root.id,
        lights: rows.get(id) ?? noLights(),
      }));
  }

  private async unitsWithIssues({ campaign, unitIds }: StatisticsScope): Promise<string[]> {
    const rows = await this.reader.all<{ unitId: string }>(sql`
      SELECT DISTINCT unit_id FROM issue_counts
      WHERE campaign_id = ${campaign.id} AND count > 0 AND status <> 'DRAFT'
        ${unitIds ? sql`AND unit_id IN ${inList(unitIds)}` : empty}`);
    return rows.map(({ unitId }) => unitId);
  }

  private lightsOf({ campaign, moment }: StatisticsScope, unitId: string): Promise<LightCount[]> {
    const light = lightSql({
      today: moment.date,
      dialect: this.reader.dialect,
      campaigns: [campaign],
    });
    return this.reader.all<LightCount>(sql`
      SELECT light, COUNT(*) AS count FROM (
        SELECT ${light} AS light FROM issues AS i
        WHERE i.campaign_id = ${campaign.id} AND i.responsible_unit_id = ${unitId}
          AND i.status NOT IN ('DRAFT', 'VOIDED', 'MERGED', 'TRANSFERRED')
      ) AS lit WHERE light IS NOT NULL GROUP BY light`);
  }
}

const noLights = (): Record<Light, number> =>
  Object.fromEntries(LIGHT.codes.map((light) => [light, 0])) as Record<Light, number>;
