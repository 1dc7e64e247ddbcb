import { Injectable } from '@nestjs/common';
import {
  SUPERVISION_MEASURE,
  type SupervisionMeasureKind,
} from '../../campaigns/codes/issue-codes.js';
import type { Escalation } from '../../campaigns/definition/escalation.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { periodLabel, periodOf } from '../../platform/calendar/period.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { SupervisionMeasure } from './measure.entity.js';
import type { Notice } from './notice.entity.js';
import { systemOf } from './notice.lifecycle.js';

/** Proposes 约谈, 通报, 移送 when a unit has been sent so many red notices in a quarter. */
@Injectable()
export class MeasureProposals {
  constructor(
    private readonly units: UnitCatalog,
    private readonly notifier: Notifier,
    private readonly audit: AuditLog,
  ) {}

  /** Each measure is proposed once for a unit in a quarter. */
  async afterIssue(tx: Tx, notice: Notice, { consequences }: Escalation): Promise<void> {
    if (notice.level !== 'RED' || notice.issuedOn === null) return;
    const quarter = periodOf('QUARTER', notice.issuedOn);
    const counted = await tx.one<{ reds: number }>(sql`
      SELECT COUNT(*) AS reds FROM supervision_notices
      WHERE campaign_id = ${notice.campaignId} AND lead_unit_id = ${notice.leadUnitId}
        AND level = 'RED' AND issued_on >= ${quarter.start} AND issued_on <= ${quarter.end}
        AND status <> 'WITHDRAWN'`);
    const reds = counted?.reds ?? 0;
    const due = consequences.find(({ redNotices }) => redNotices === reds);
    if (!due || (await this.exists(tx, notice, quarter.id, due.measure))) return;
    const unit = (await this.units.load(tx)).get(notice.leadUnitId);
    const reason = `${periodLabel(quarter)}${unit.name}已收到红色督办单${reds}份（本份${notice.docNo ?? ''}），按督办升级规则建议${labelOf(SUPERVISION_MEASURE, due.measure)}。`;
    const id = newId();
    await tx.insert(SupervisionMeasure, {
      id,
      campaignId: notice.campaignId,
      bureauId: notice.bureauId,
      kind: due.measure,
      status: 'PROPOSED',
      unitId: notice.leadUnitId,
      reason,
      issueIds: notice.issueIds,
      noticeId: notice.id,
      quarter: quarter.id,
      proposedBy: null,
      proposedByName: '系统',
      proposedAt: tx.now,
      version: 1,
    });
    const detail = { kind: due.measure, unit: unit.name, quarter: quarter.id, docNo: notice.docNo };
    this.audit.record(tx, systemOf(notice.bureauId), {
      action: 'measure.propose',
      subjectType: 'measure',
      subjectId: id,
      detail,
    });
    await this.notifier.notify(tx, {
      topic: 'ESCALATION',
      dedupeKey: `measure:${id}:proposed`,
      to: { unitId: notice.bureauId, anyOf: ['notice.issueSevere'] },
      title: `建议对${unit.name}${labelOf(SUPERVISION_MEASURE, due.measure)}，待决定`,
      body: reason,
      subject: { type: 'measure', id },
    });
  }

  private async exists(
    tx: Tx,
    notice: Notice,
    quarter: string,
    kind: SupervisionMeasureKind,
  ): Promise<boolean> {
    const row = await tx.one(sql`
      SELECT id FROM supervision_measures
      WHERE campaign_id = ${notice.campaignId} AND unit_id = ${notice.leadUnitId}
        AND quarter = ${quarter} AND kind = ${kind}`);
    return row !== undefined;
  }
}
