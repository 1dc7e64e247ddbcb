import { Injectable } from '@nestjs/common';
import type { Caller } from '../identity/caller.js';
import { UnitCatalog, type UnitTree } from '../identity/unit-catalog.js';
import { Reader } from '../platform/database/reader.js';
import { offsetOf } from '../platform/http/paging.js';
import { notFound } from '../platform/http/problem.js';
import { CampaignUse } from './campaign-use.js';
import { CampaignCatalog, type LoadedCampaign } from './campaign-catalog.js';
import type { CampaignStatus } from './campaign.codes.js';
import { canReadCampaign, mayManageCampaign } from './campaign.scope.js';
import type {
  CampaignListItem,
  CampaignListItemPage,
  CampaignsQuery,
  CampaignTemplateView,
  CampaignView,
  CategoryGroupView,
} from './campaigns.dto.js';
import { categoriesOf } from './category.rules.js';
import { expandCategory } from './codes/problem-category.js';
import type { CampaignDefinition } from './definition/campaign-definition.js';
import type { ReportRule } from './definition/report-rule.js';
import { type CampaignTemplate, TemplateLibrary } from './template-library.js';

/** Scoped reads of campaigns. There are tens of them at most, so filters work in memory. */
@Injectable()
export class CampaignQueries {
  constructor(
    private readonly reader: Reader,
    private readonly catalog: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly library: TemplateLibrary,
    private readonly use: CampaignUse,
  ) {}

  async list(caller: Caller, query: CampaignsQuery): Promise<CampaignListItemPage> {
    const tree = await this.units.load();
    const campaigns = (await this.catalog.all(this.reader))
      .filter((campaign) => canReadCampaign(caller, campaign.ownerUnitId, tree))
      .filter((campaign) => matches(campaign, query))
      .sort(ORDER[query.sort]);
    const from = offsetOf(query);
    const inUse = await this.use.of(caller);
    return {
      items: campaigns
        .slice(from, from + query.pageSize)
        .map((item) => ({ ...listItem(item, tree), hasIssues: inUse.has(item.id) })),
      total: campaigns.length,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async get(caller: Caller, id: string): Promise<CampaignView> {
    return campaignView(caller, await this.load(caller, id), await this.units.load());
  }

  /**
   * The campaign if the caller may read it.
   *
   * @throws {Problem} 404 when it does not exist or is outside the caller's scope.
   */
  async load(caller: Caller, id: string): Promise<LoadedCampaign> {
    const [campaign, tree] = await Promise.all([
      this.catalog.get(this.reader, id),
      this.units.load(),
    ]);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    return campaign;
  }

  async categories(caller: Caller, id: string): Promise<CategoryGroupView[]> {
    return categoryGroups((await this.load(caller, id)).definition);
  }

  async reportRules(caller: Caller, id: string): Promise<ReportRule[]> {
    return (await this.load(caller, id)).definition.reportRules;
  }

  async templates(): Promise<CampaignTemplateView[]> {
    return (await this.library.list()).map(templateView);
  }
}

type Order = (a: LoadedCampaign, b: LoadedCampaign) => number;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const ORDER: Readonly<Record<string, Order>> = {
  '-startsOn': (a, b) => compare(b.startsOn, a.startsOn) || compare(b.id, a.id),
  startsOn: (a, b) => compare(a.startsOn, b.startsOn) || compare(a.id, b.id),
  title: (a, b) => a.title.localeCompare(b.title, 'zh-CN') || compare(a.id, b.id),
  '-createdAt': (a, b) => compare(b.createdAt, a.createdAt) || compare(b.id, a.id),
};

function matches(campaign: LoadedCampaign, { status, year, q }: CampaignsQuery): boolean {
  return (
    (!status?.length || status.includes(campaign.status)) &&
    (year === undefined || campaign.definition.year === year) &&
    (!q || campaign.title.includes(q))
  );
}

function listItem(campaign: LoadedCampaign, tree: UnitTree): Omit<CampaignListItem, 'hasIssues'> {
  const { id, ownerUnitId, code, templateCode, title, status } = campaign;
  const { startsOn, endsOn, createdAt, version } = campaign;
  return {
    id,
    ownerUnitId,
    ownerUnitName: tree.find(ownerUnitId)?.name ?? '',
    code,
    templateCode,
    title,
    status,
    startsOn,
    endsOn,
    createdAt,
    version,
  };
}

export function campaignView(
  caller: Caller,
  campaign: LoadedCampaign,
  tree: UnitTree,
): CampaignView {
  const { definition, ownerUnitId, status } = campaign;
  const allowedActions = mayManageCampaign(caller, ownerUnitId, tree) ? ACTIONS[status] : [];
  return { ...listItem(campaign, tree), definition, allowedActions };
}

/** What a closed campaign was stays as it was, until it is opened again. */
const ACTIONS: Readonly<Record<CampaignStatus, readonly string[]>> = {
  ACTIVE: ['amend', 'close'],
  CLOSED: ['reopen'],
};

function categoryGroups(definition: CampaignDefinition): CategoryGroupView[] {
  const items = definition.tasks.flatMap((task) => task.items);
  const groups = new Map<string, CategoryGroupView>();
  for (const { code, label, group, groupLabel } of categoriesOf(definition)) {
    const view = groups.get(group) ?? { code: group, label: groupLabel, categories: [] };
    groups.set(group, view);
    const checkItems = items
      .filter((item) => item.categories.some((ref) => expandCategory(ref).includes(code)))
      .map(({ id, title }) => ({ id, title }));
    view.categories.push({ code, label, checkItems });
  }
  return [...groups.values()];
}

function templateView({ template, definition, faults }: CampaignTemplate): CampaignTemplateView {
  if (!definition) return { template, valid: false, errors: faults };
  const { code, title, level, owner, year, startsOn, endsOn } = definition;
  return { template, valid: true, errors: [], code, title, level, owner, year, startsOn, endsOn };
}
