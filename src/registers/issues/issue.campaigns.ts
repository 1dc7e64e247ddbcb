import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CampaignUse } from '../../campaigns/campaign-use.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { relatedSql } from './issue.scope.js';

/** Tells the room of campaigns which of them have issues of the caller's units on the books. */
@Injectable()
export class IssueCampaigns implements OnModuleInit {
  constructor(
    private readonly use: CampaignUse,
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  onModuleInit(): void {
    this.use.lookWith(async (caller) => {
      const scope = Scope.of(caller, 'campaign.read', await this.units.load());
      if (!scope) return new Set();
      const rows = await this.reader.all<{ id: string }>(sql`
        SELECT c.id FROM campaigns AS c WHERE EXISTS (
          SELECT 1 FROM issues AS i
          WHERE i.campaign_id = c.id AND i.status <> 'DRAFT' AND ${relatedSql('any', scope)})`);
      return new Set(rows.map(({ id }) => id));
    });
  }
}
