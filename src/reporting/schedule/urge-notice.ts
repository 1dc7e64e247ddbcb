import { Injectable, type StreamableFile } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import { DocumentsService } from '../../documents/documents.service.js';
import { renderedFile } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { canonicalJson } from '../../platform/audit/canonical-json.js';
import { Clock } from '../../platform/calendar/clock.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { Reader } from '../../platform/database/reader.js';
import { conflict, notFound } from '../../platform/http/problem.js';
import { actsFor } from './report-scope.js';
import { readableReports } from './report-urges.service.js';
import { urgeSkipOf } from './report-urges.rules.js';
import type { UrgeNoticeQuery } from './schedule.dto.js';
import { urgeNoticeModel } from './urge-notice.model.js';

/** 催报通知 as a PDF, to be numbered, stamped and sent. It writes nothing; the sending is registered as 书面催报. */
@Injectable()
export class UrgeNotice {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly documents: DocumentsService,
    private readonly clock: Clock,
  ) {}

  /** @throws 404 out of scope or for others than the receiver; 409 when nobody is to be urged. */
  async pdf(caller: Caller, query: UrgeNoticeQuery): Promise<StreamableFile> {
    const tree = await this.units.load();
    const campaign = await this.campaigns.get(this.reader, query.campaignId);
    if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
    const received = (await readableReports(this.reader, caller, query, tree)).filter(
      ({ receiverUnitId }) => actsFor(caller, 'report.urge', receiverUnitId, tree),
    );
    const receiverUnitId = received[0]?.receiverUnitId;
    if (!receiverUnitId) throw notFound();
    const now = this.clock.now();
    const order = new Map(tree.units.map(({ id }, index) => [id, index]));
    const [first, ...others] = received
      .filter((report) => report.status !== 'RETURNED' && !urgeSkipOf(report, now))
      .sort((a, b) => (order.get(a.unitId) ?? 0) - (order.get(b.unitId) ?? 0));
    if (!first) {
      throw conflict('NOBODY_TO_URGE', '这一期没有逾期未报的单位，不需要催报通知。');
    }
    const model = urgeNoticeModel({
      campaign,
      missing: [first, ...others],
      owing: received.filter(({ status }) => status !== 'EXEMPT').length,
      receiverUnitId,
      tree,
      now,
    });
    const stamp = { createdAt: now, id: sha256Of(canonicalJson(model)) };
    return renderedFile(this.documents.renderPdf('urge-notice', model, stamp), 'pdf', model.title);
  }
}
