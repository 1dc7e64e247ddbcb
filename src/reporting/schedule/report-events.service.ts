import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import { canReadCampaign } from '../../campaigns/campaign.scope.js';
import { actorOf, type Caller } from '../../identity/caller.js';
import { worksFor } from '../../identity/staff.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { sql } from '../../platform/database/queryable.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { conflict, fieldBroken, forbidden, notFound } from '../../platform/http/problem.js';
import { dutyOfReport } from './duty.views.js';
import { eventSlot } from './report-events.rules.js';
import { lockReporters, lockSchedule, ReportInstances } from './report-instances.js';
import { owesReport } from './report-owners.rules.js';
import {
  ruleNamed,
  SCHEDULE_COLUMNS,
  scheduledReportOf,
  shiftsOf,
  type StoredReport,
} from './report-reads.js';
import { receiverOf } from './report-receiver.rules.js';
import { reaches } from '../../identity/scope.js';
import { actsFor, employersOf } from './report-scope.js';
import type { DutyBody } from './schedule.body.js';
import type { ReportEventInput } from './schedule.dto.js';

/** Reports that an event asks for, such as a plan within ten workdays of an inspection's feedback. */
@Injectable()
export class ReportEvents {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly units: UnitCatalog,
    private readonly campaigns: CampaignCatalog,
    private readonly instances: ReportInstances,
  ) {}

  /**
   * Opens the report of a unit on an event, by whoever prepares it or receives it; the one there is, if
   * it has been opened.
   * @throws 404; 403; 409 for a closed campaign; 422 when the rule asks for no such report.
   */
  open(caller: Caller, input: ReportEventInput): Promise<DutyBody> {
    return this.uow.run(async (tx) => {
      const tree = await this.units.load(tx);
      const campaign = await this.campaigns.get(tx, input.campaignId);
      if (!canReadCampaign(caller, campaign.ownerUnitId, tree)) throw notFound();
      const rule = ruleNamed(campaign, input.ruleCode);
      if (!rule) throw fieldBroken('ruleCode', 'UNKNOWN_RULE', '本次专项治理没有这条报送规则');
      const owes = (id: string) => owesReport(rule.reporter, id, campaign.ownerUnitId, tree);
      const unitId = input.unitId ?? employersOf(caller, tree).find(owes) ?? caller.unitId;
      if (!reaches(caller, 'report.read', unitId, tree)) throw notFound();
      const receiver = receiverOf(rule.receiver, unitId, campaign.ownerUnitId, tree);
      const may =
        reaches(caller, 'report.prepare', unitId, tree) ||
        reaches(caller, 'report.submit', unitId, tree) ||
        actsFor(caller, 'report.urge', receiver.unitId, tree);
      if (!may) throw forbidden('只有填报单位和接收单位可以登记。');
      if (campaign.status !== 'ACTIVE') {
        throw conflict('CAMPAIGN_CLOSED', '该专项治理已结束，不能再修改。');
      }
      if (!owes(unitId)) {
        throw fieldBroken('unitId', 'OWES_NO_REPORT', '按报送规则，该单位不报送此项报告');
      }
      const slot = eventSlot(rule, campaign.endsOn, input.eventOn);
      if (!slot)
        throw fieldBroken('eventOn', 'NO_EVENT_REPORT', '这条规则当日没有按事件报送的报告');
      if (input.eventOn > businessDate(tx.now)) {
        throw fieldBroken('eventOn', 'IN_THE_FUTURE', '事件日期不能晚于今天');
      }
      await lockSchedule(tx, campaign.id);
      await lockReporters(tx, campaign.id, [unitId]);
      const shifts = await shiftsOf(tx, campaign.id);
      await this.instances.make(
        tx,
        { campaign, rule, slot, unitId, tree },
        shifts,
        actorOf(caller),
        worksFor(caller, unitId, tree),
      );
      const row = await tx.one<StoredReport>(sql`
        SELECT ${SCHEDULE_COLUMNS} FROM reports AS r WHERE campaign_id = ${campaign.id} AND unit_id = ${unitId}
          AND rule_code = ${rule.code} AND period = ${slot.periodId}`);
      if (!row) throw new Error('The report that was made is not there');
      return dutyOfReport(scheduledReportOf(row), tree, tx.now);
    });
  }
}
