import { Injectable } from '@nestjs/common';
import { CampaignCatalog, type LoadedCampaign } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Clock } from '../../platform/calendar/clock.js';
import { periodLabel, periodOf } from '../../platform/calendar/period.js';
import { Reader } from '../../platform/database/reader.js';
import { officeName, shanghaiMinute } from './sheet.printing.js';

/** What stands around a downloaded table: title, unit, as-of, the name of the file. */
@Injectable()
export class DownloadFurniture {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly clock: Clock,
  ) {}

  /** @param campaignId named in the title when the caller may read it */
  async of(caller: Caller, campaignId: string | undefined, list: string): Promise<SheetFurniture> {
    const [campaign] = campaignId ? await this.campaignsOf(caller, campaignId) : [];
    const tree = await this.units.load();
    return {
      title: `${campaign?.title ?? ''}${list}`,
      paper: 'A4',
      unit: officeName(tree, caller.unitId),
      period: periodLabel(periodOf('MONTH', this.clock.today())),
      asOf: shanghaiMinute(this.clock.now()),
      snapshotHash: '',
      preparedBy: caller.name,
      reviewedBy: '',
      leader: '',
      phone: '',
    };
  }

  /** The campaign, or all of them, as far as the caller may read them. */
  async campaignsOf(caller: Caller, id: string | undefined): Promise<LoadedCampaign[]> {
    const tree = await this.units.load();
    const campaigns = await this.campaigns.all(this.reader);
    return campaigns.filter(
      (campaign) =>
        (id === undefined || campaign.id === id) &&
        canReadCampaign(caller, campaign.ownerUnitId, tree),
    );
  }

  fileName(list: string, { unit }: SheetFurniture): string {
    return `${list}_${unit}_${this.clock.today().replaceAll('-', '')}`;
  }
}
