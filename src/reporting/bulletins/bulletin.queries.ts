import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { HeadedText } from '../../documents/models-official.js';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { CaseQueries } from '../cases/case.queries.js';
import { reaches } from '../reports/report.scope.js';
import type { BulletinBody, BulletinListItem } from './bulletin.body.js';
import type { BulletinListQuery } from './bulletin.dto.js';
import type { Bulletin } from './bulletin.entity.js';
import {
  bulletinModel,
  filledTexts,
  GENERATED_PARTS,
  type IssuedBulletin,
  subjectOf,
} from './bulletin.model.js';
import type { BulletinSubject } from './bulletin-texts.rules.js';

type StoredBulletin = Omit<Bulletin, 'caseIds' | 'demands' | 'coUnitIds'> & {
  caseIds: string;
  demands: string | null;
  coUnitIds: string;
};

/**
 * Reads of bulletins. Drafts are seen by those who work on cases in the bureau; issued ones by everyone
 * below the bureau too, whom they are addressed to.
 */
@Injectable()
export class BulletinQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly cases: CaseQueries,
  ) {}

  async list(caller: Caller, query: BulletinListQuery): Promise<Page<BulletinListItem>> {
    const tree = await this.units.load();
    const where = join(
      [
        visibleSql(caller, tree),
        ...(query.campaignId ? [sql`b.campaign_id = ${query.campaignId}`] : []),
        ...(query.quarter ? [sql`b.quarter = ${query.quarter}`] : []),
        ...(query.status?.length ? [sql`b.status IN ${inList(query.status)}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<StoredBulletin>(sql`
      SELECT b.* FROM bulletins AS b WHERE ${where}
      ORDER BY b.quarter DESC, b.id DESC LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const total = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM bulletins AS b WHERE ${where}`,
    );
    const items: BulletinListItem[] = [];
    for (const row of rows.map(parsed)) {
      items.push(await this.listItem(this.reader, row));
    }
    return { items, total: total?.total ?? 0, page: query.page, pageSize: query.pageSize };
  }

  async get(caller: Caller, id: string): Promise<BulletinBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  /** @throws 404 when the bulletin does not exist or the caller may not see it. */
  async load(db: Queryable, caller: Caller, id: string): Promise<Bulletin> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredBulletin>(
      sql`SELECT b.* FROM bulletins AS b WHERE b.id = ${id} AND ${visibleSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return parsed(row);
  }

  /** Ids of the cases that issued bulletins of the bureau contain. */
  async publishedCaseIds(db: Queryable, bureauId: string): Promise<string[]> {
    const rows = await db.all<{ caseIds: string }>(
      sql`SELECT case_ids FROM bulletins WHERE bureau_id = ${bureauId} AND status = 'ISSUED'`,
    );
    return rows.flatMap(({ caseIds }) => JSON.parse(caseIds) as string[]);
  }

  /** True when the user has composed or edited the bulletin at any time. */
  async isComposer(db: Queryable, row: Bulletin, userId: string): Promise<boolean> {
    if (row.composedBy === userId) return true;
    const act = await db.one(sql`
      SELECT seq FROM audit_entries
      WHERE subject_type = 'bulletin' AND subject_id = ${row.id} AND actor_id = ${userId}
        AND action <> 'bulletin.issue' LIMIT 1`);
    return act !== undefined;
  }

  async subject(db: Queryable, row: Bulletin): Promise<BulletinSubject> {
    const campaign = await this.campaigns.get(db, row.campaignId);
    const cases = await this.cases.byIds(db, row.caseIds);
    return subjectOf(row, campaign.title, cases, await this.units.load(db));
  }

  async body(db: Queryable, caller: Caller, row: Bulletin): Promise<BulletinBody> {
    const tree = await this.units.load(db);
    const document =
      row.snapshot === null
        ? bulletinModel(row, await this.subject(db, row), tree, undefined)
        : (JSON.parse(row.snapshot) as IssuedBulletin).document;
    return {
      ...(await this.listItem(db, row)),
      bureau: refOf(tree, row.bureauId),
      caseIds: row.caseIds,
      title: document.title,
      recipients: document.recipients,
      opening: document.opening,
      cases: document.cases.map(copyOf),
      analysis: document.analysis,
      demands: document.demands.map(copyOf),
      followUp: document.followUp,
      feedbackOn: row.feedbackOn,
      copies: row.copies,
      coUnits: row.coUnitIds.map((id) => refOf(tree, id)),
      generatedParts:
        row.status === 'ISSUED' ? [] : GENERATED_PARTS.filter((part) => row[part] === null),
      composedByName: row.composedByName,
      createdAt: row.createdAt,
      issuedByName: row.issuedByName,
      issuedAt: row.issuedAt,
      sha256: row.sha256,
      allowedActions: allowedActions(
        caller,
        row,
        tree,
        await this.isComposer(db, row, caller.userId),
      ),
    };
  }

  private async listItem(db: Queryable, row: Bulletin): Promise<BulletinListItem> {
    const { id, campaignId, status, docNo, quarter, caseIds, issuedOn, disclosure, version } = row;
    const title = row.title ?? filledTexts(row, await this.subject(db, row)).title;
    const caseCount = caseIds.length;
    return {
      id,
      campaignId,
      status,
      docNo,
      title,
      quarter,
      caseCount,
      issuedOn,
      disclosure,
      version,
    };
  }
}

function allowedActions(
  caller: Caller,
  row: Bulletin,
  tree: UnitTree,
  isComposer: boolean,
): string[] {
  if (row.status !== 'DRAFT') return [];
  const issuable = reaches(caller, 'bulletin.issue', row.bureauId, tree) && !isComposer;
  const editable = reaches(caller, 'bulletin.compose', row.bureauId, tree);
  return [...(editable ? ['edit'] : []), ...(issuable ? ['issue'] : [])];
}

function visibleSql(caller: Caller, tree: UnitTree): Sql {
  const isBureau = (id: string): boolean => tree.find(id)?.type === 'CIVIL_AFFAIRS';
  const drafts = (Scope.of(caller, 'case.read', tree)?.unitIds() ?? []).filter(isBureau);
  const reader = Scope.of(caller, 'bulletin.read', tree);
  const reached = (reader?.unitIds() ?? []).filter(isBureau);
  const above = reader
    ? tree
        .ancestors(caller.unitId)
        .map(({ id }) => id)
        .filter(isBureau)
    : [];
  return sql`(b.bureau_id IN ${inList(drafts)}
    OR (b.status = 'ISSUED' AND b.bureau_id IN ${inList([...reached, ...above])}))`;
}

const parsed = (row: StoredBulletin): Bulletin => ({
  ...row,
  caseIds: JSON.parse(row.caseIds) as string[],
  demands: row.demands === null ? null : (JSON.parse(row.demands) as HeadedText[]),
  coUnitIds: JSON.parse(row.coUnitIds) as string[],
});

const copyOf = ({ title, text }: HeadedText): { title: string; text: string } => ({ title, text });
