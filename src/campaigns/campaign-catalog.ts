import { Injectable } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type Queryable, sql } from '../platform/database/queryable.js';
import { Reader } from '../platform/database/reader.js';
import { notFound } from '../platform/http/problem.js';
import type { CampaignStatus } from './campaign.codes.js';
import { type ProblemCategory, PROBLEM_CATEGORY } from './codes/problem-category.js';
import { CampaignDefinition } from './definition/campaign-definition.js';
import { categoriesOf } from './category.rules.js';
import type { CheckItem } from './definition/tasks.js';

interface CampaignRow {
  readonly id: string;
  readonly version: number;
  readonly ownerUnitId: string;
  readonly code: string;
  readonly templateCode: string | null;
  readonly title: string;
  readonly status: CampaignStatus;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly definition: string;
  readonly createdAt: string;
}

type Request = Promise<LoadedCampaign | undefined>;

/** One immutable version of a campaign, its definition parsed. Shared by all requests. */
export class LoadedCampaign {
  readonly id: string;
  readonly version: number;
  readonly ownerUnitId: string;
  readonly code: string;
  readonly templateCode: string | null;
  readonly title: string;
  readonly status: CampaignStatus;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly createdAt: string;
  readonly definition: CampaignDefinition;
  private readonly categories: ReadonlyMap<ProblemCategory, string>;
  private readonly checkItems: ReadonlyMap<string, CheckItem>;

  constructor({ definition, ...row }: CampaignRow) {
    this.id = row.id;
    this.version = row.version;
    this.ownerUnitId = row.ownerUnitId;
    this.code = row.code;
    this.templateCode = row.templateCode;
    this.title = row.title;
    this.status = row.status;
    this.startsOn = row.startsOn;
    this.endsOn = row.endsOn;
    this.createdAt = row.createdAt;
    // Through the class, so that fields added since the row was written have their defaults.
    this.definition = plainToInstance(CampaignDefinition, JSON.parse(definition) as object);
    this.categories = new Map(
      categoriesOf(this.definition).map(({ code, label }) => [code, label]),
    );
    this.checkItems = new Map(
      this.definition.tasks.flatMap(({ items }) => items.map((item) => [item.id, item])),
    );
  }

  /** True when issues of this category may be registered in the campaign. */
  hasCategory(category: string): boolean {
    return this.categories.has(category as ProblemCategory);
  }

  /** The campaign's own name of a category, else the general one. */
  categoryLabel(category: ProblemCategory): string {
    return this.categories.get(category) ?? PROBLEM_CATEGORY.labels[category];
  }

  hasCheckItem(id: string): boolean {
    return this.checkItems.has(id);
  }

  checkItem(id: string): CheckItem | undefined {
    return this.checkItems.get(id);
  }
}

/**
 * Parsed campaigns in memory, for paths that need the definition on every request. Each look-up
 * compares the version with the row, so an amendment is seen at once, also when another server made
 * it; look-ups made at the same time share one query.
 */
@Injectable()
export class CampaignCatalog {
  private readonly loaded = new Map<string, LoadedCampaign>();
  private readonly pending = new WeakMap<Queryable, Map<string, Request>>();
  /** Campaigns last given out, and the state of the database for which each was checked. */
  private readonly checked = new Map<string, { revision: number; campaign: LoadedCampaign }>();

  constructor(private readonly reader: Reader) {}

  /**
   * Not limited to any scope: for callers that came by way of a record they may see.
   *
   * @param db inside a transaction pass `tx`, so that its own changes are seen.
   * @throws {Problem} 404 when there is no such campaign.
   */
  async get(db: Queryable, id: string): Promise<LoadedCampaign> {
    const campaign = await this.find(db, id);
    if (!campaign) throw notFound();
    return campaign;
  }

  find(db: Queryable, id: string): Promise<LoadedCampaign | undefined> {
    const known = this.checked.get(id);
    if (known && known.revision === db.revision) return Promise.resolve(known.campaign);
    let requests = this.pending.get(db);
    if (!requests) this.pending.set(db, (requests = new Map<string, Request>()));
    let request = requests.get(id);
    if (!request) {
      request = this.load(db, id).finally(() => requests.delete(id));
      requests.set(id, request);
    }
    return request;
  }

  /** Every campaign, newest first. */
  async all(db: Queryable): Promise<LoadedCampaign[]> {
    const rows = await db.all<Pick<CampaignRow, 'id' | 'version'>>(
      sql`SELECT id, version FROM campaigns ORDER BY starts_on DESC, id DESC`,
    );
    const found = await Promise.all(rows.map((row) => this.version(db, row)));
    return found.filter((campaign) => campaign !== undefined);
  }

  private async load(db: Queryable, id: string): Promise<LoadedCampaign | undefined> {
    const { revision } = db;
    const row = await db.one<Pick<CampaignRow, 'id' | 'version'>>(
      sql`SELECT id, version FROM campaigns WHERE id = ${id}`,
    );
    const campaign = row && (await this.version(db, row));
    if (campaign && revision !== undefined) this.checked.set(id, { revision, campaign });
    return campaign;
  }

  private async version(
    db: Queryable,
    { id, version }: Pick<CampaignRow, 'id' | 'version'>,
  ): Promise<LoadedCampaign | undefined> {
    const known = this.loaded.get(id);
    if (known?.version === version) return known;
    // Only committed versions are kept: what a transaction wrote may still be rolled back.
    const committed = await read(this.reader, id);
    if (committed) this.loaded.set(id, committed);
    return committed?.version === version ? committed : read(db, id);
  }
}

async function read(db: Queryable, id: string): Promise<LoadedCampaign | undefined> {
  const row = await db.one<CampaignRow>(sql`SELECT * FROM campaigns WHERE id = ${id}`);
  return row && new LoadedCampaign(row);
}
