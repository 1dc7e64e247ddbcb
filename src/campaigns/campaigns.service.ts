import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../identity/caller.js';
import { Scope } from '../identity/scope.js';
import { UnitCatalog } from '../identity/unit-catalog.js';
import { AuditLog } from '../platform/audit/audit-log.js';
import { newId } from '../platform/database/ids.js';
import type { Tx } from '../platform/database/tx.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { forbidden, notFound, staleVersion } from '../platform/http/problem.js';
import { CampaignCatalog, type LoadedCampaign } from './campaign-catalog.js';
import { Campaign } from './campaign.entity.js';
import { type Amendment, readAmendment, readNewCampaign } from './campaign.input.js';
import { canReadCampaign, mayManageCampaign } from './campaign.scope.js';
import type { CampaignView } from './campaigns.dto.js';
import { campaignView } from './campaigns.queries.js';
import { TemplateLibrary } from './template-library.js';

/** Commands on campaigns: begin one from a template or an own definition, amend, close, reopen. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly catalog: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly templates: TemplateLibrary,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Begins a campaign of the caller's bureau.
   *
   * @param body see {@link readNewCampaign}.
   * @throws {Problem} 400, 422 as readNewCampaign; 403 outside any bureau.
   */
  async create(caller: Caller, body: unknown): Promise<CampaignView> {
    const { definition, templateCode } = await readNewCampaign(body, this.templates);
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const ownerUnitId = caller.bureauId;
      const scope = Scope.of(caller, 'campaign.manage', tree);
      if (ownerUnitId === null || !scope?.covers(ownerUnitId)) {
        throw forbidden('只有民政厅（局）的工作人员可以建立专项治理。');
      }
      const { code, title, startsOn, endsOn } = definition;
      const id = newId();
      await tx.insert(Campaign, {
        id,
        ownerUnitId,
        code,
        templateCode,
        title,
        startsOn,
        endsOn,
        status: 'ACTIVE',
        definition,
        createdBy: caller.userId,
        createdAt: tx.now,
      });
      this.audit.record(tx, actorOf(caller), {
        action: 'campaign.create',
        subjectType: 'campaign',
        subjectId: id,
        detail: { code, title, templateCode },
      });
      return campaignView(caller, await this.catalog.get(tx, id), tree);
    });
  }

  /**
   * Changes the definition or the status. Without any change nothing is written.
   *
   * @throws {Problem} 400, 409 as {@link readAmendment}; 403, 404, 412.
   */
  amend(caller: Caller, id: string, version: number, body: unknown): Promise<CampaignView> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const campaign = await this.catalog.get(tx, id);
      if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
      if (!mayManageCampaign(caller, campaign.ownerUnitId, tree)) throw forbidden();
      if (campaign.version !== version) throw staleVersion();
      const amendment = readAmendment(body, campaign);
      if (amendment.changed.length === 0 && amendment.status === campaign.status) {
        return campaignView(caller, campaign, tree);
      }
      await this.write(tx, caller, campaign, amendment);
      return campaignView(caller, await this.catalog.get(tx, id), tree);
    });
  }

  private async write(
    tx: Tx,
    caller: Caller,
    campaign: LoadedCampaign,
    { definition, status, reason, changed }: Amendment,
  ): Promise<void> {
    const { id, version } = campaign;
    const { title, startsOn, endsOn } = definition;
    const patch = { title, startsOn, endsOn, definition, status, version: version + 1 };
    if ((await tx.update(Campaign, { id, version }, patch)) === 0) throw staleVersion();
    const before = Object.fromEntries(
      changed.map((key) => [key, campaign.definition[key] ?? null]),
    );
    this.audit.record(tx, actorOf(caller), {
      action: actionOf(campaign, status),
      subjectType: 'campaign',
      subjectId: id,
      detail: { version: version + 1, changed, before, ...(reason ? { reason } : {}) },
    });
  }
}

function actionOf(campaign: LoadedCampaign, status: string): string {
  if (campaign.status === status) return 'campaign.amend';
  return status === 'CLOSED' ? 'campaign.close' : 'campaign.reopen';
}
