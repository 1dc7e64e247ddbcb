import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { ProblemCategory } from '../../campaigns/codes/problem-category.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, type Queryable, raw, sql } from '../../platform/database/queryable.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import { othersTurn } from './turns.js';

/** One line of 问题清单 (D01), names for ids. */
export interface IssueLine extends Pick<
  IssueRow,
  | 'id'
  | 'issueNo'
  | 'source'
  | 'sourceDocNo'
  | 'sourceItemNo'
  | 'foundOn'
  | 'statement'
  | 'detail'
  | 'householdCount'
  | 'personCount'
  | 'amountInvolvedFen'
  | 'nature'
  | 'scope'
  | 'severity'
  | 'causeAnalysis'
  | 'remark'
> {
  readonly categoryName: string;
  /** `青禾镇晒谷村`. */
  readonly area: string;
  readonly responsibleOrg: string;
}

type IssueListRow = Omit<IssueLine, 'categoryName' | 'area' | 'responsibleOrg'> &
  Pick<IssueRow, 'campaignId' | 'category' | 'areaCode' | 'responsibleUnitId' | 'bureauId'>;

const BATCH = 1000;

const COLUMNS = raw(
  `id, issue_no, campaign_id, bureau_id, source, source_doc_no, source_item_no, found_on, category,
   statement, detail, area_code, household_count, person_count, amount_involved_fen, nature, scope,
   severity, cause_analysis, responsible_unit_id, remark`,
);

/** Loads the columns of 问题清单 that its page in the grid leaves out. */
@Injectable()
export class IssueListRows {
  constructor(
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
  ) {}

  /** Says nothing about scope: pass ids that the caller may read; the lines come in their order. */
  async load(db: Queryable, ids: readonly string[]): Promise<IssueLine[]> {
    const tree = await this.units.load(db);
    const areas = new Map<string, string>();
    const campaigns = new Map(
      (await this.campaigns.all(db)).map((campaign) => [campaign.id, campaign]),
    );
    const result: IssueLine[] = [];
    for (let from = 0; from < ids.length; from += BATCH) {
      if (from > 0) await othersTurn(db);
      const batch = ids.slice(from, from + BATCH);
      const rows = await db.all<IssueListRow>(
        sql`SELECT ${COLUMNS} FROM issues WHERE id IN ${inList(batch)}`,
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      for (const id of batch) {
        const row = byId.get(id);
        if (!row) continue;
        const { campaignId, category, areaCode, responsibleUnitId, bureauId, ...shown } = row;
        const area = areaCode ?? '';
        if (!areas.has(area)) areas.set(area, areaName(tree, bureauId, area));
        result.push({
          ...shown,
          categoryName:
            category === null
              ? ''
              : (campaigns.get(campaignId)?.categoryLabel(category as ProblemCategory) ?? category),
          area: areas.get(area) ?? '',
          responsibleOrg:
            responsibleUnitId === null ? '' : (tree.find(responsibleUnitId)?.name ?? ''),
        });
      }
    }
    return result;
  }
}

const PLACES: readonly string[] = ['TOWN_GOV', 'VILLAGE_COMMITTEE', 'CIVIL_AFFAIRS'];

/** The place as people call it: a village after its town; the code itself when no unit has it. */
function areaName(tree: UnitTree, bureauId: string, code: string): string {
  const unit = tree
    .subtree(bureauId)
    .map((id) => tree.get(id))
    .find(({ areaCode, type }) => areaCode === code && PLACES.includes(type));
  if (!unit) return code;
  const town = unit.type === 'VILLAGE_COMMITTEE' ? tree.ancestors(unit.id)[0] : undefined;
  return `${town?.shortName ?? ''}${unit.shortName}`;
}
