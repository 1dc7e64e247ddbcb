import type { Response } from 'supertest';
import { sql } from '../../../src/platform/database/queryable.js';
import type { TestApp } from '../../support/app.js';
import { ok } from '../../support/issues.js';
import type { ConsolidationAnswer } from '../consolidation.fixture.js';
import { DEMAND, type ReportAnswer, type VerificationAnswer } from '../reporting.fixture.js';
import { type Desk, type Province, userOf } from './province.fixture.js';

/** One report that a unit of the province owes. */
export interface Duty {
  readonly rule: string;
  readonly period: string;
  /** Key of the unit in the province. */
  readonly unit: string;
}

export interface RegimeReport extends ReportAnswer {
  reportType: string;
  requiredAttachments: string[];
  missed: boolean;
  receiver: { id: string };
}

/** What a step needs to know of a report, as it is stored. */
interface StoredReport {
  readonly id: string;
  readonly version: number;
  readonly receiverUnitId: string;
}

const REASON = '两次催报仍未报送，先行汇总，到后补报。';

/**
 * The people of the province at work on one campaign, over HTTP: a clerk prepares, a leader signs, the
 * receiver's chief decides. The answers of acts are handed back whatever they say.
 */
export class RegimeDesk {
  constructor(
    private readonly app: TestApp,
    private readonly province: Province,
    readonly campaignId: string,
  ) {}

  /** The report as its clerk opens it, or finds it. */
  async open({ rule: ruleCode, period, unit }: Duty): Promise<RegimeReport> {
    const clerk = await this.app.as(userOf(unit, 'clerk'));
    const body = { campaignId: this.campaignId, ruleCode, period };
    return ok(await clerk.post('/reports', body)).body as RegimeReport;
  }

  /** Fills in what its type of report asks for. */
  async write(duty: Duty, isNil = false, opened?: RegimeReport): Promise<void> {
    const report = opened ?? (await this.open(duty));
    const clerk = await this.app.as(userOf(duty.unit, 'clerk'));
    const narrative = narrativeFor(report, isNil);
    ok(await clerk.put(`/reports/${report.id}/draft`, { narrative }, report.version));
  }

  async submit(duty: Duty, isNil = false): Promise<Response> {
    return this.step(duty, 'leader', 'submission', isNil ? { isNil } : {});
  }

  accept(duty: Duty): Promise<Response> {
    return this.step(duty, 'receiver', 'acceptance', {});
  }

  receivePaper(duty: Duty): Promise<Response> {
    const receivedOn = this.app.clock.today();
    return this.step(duty, 'receiver', 'paper-receipt', { receivedOn });
  }

  sendBack(duty: Duty): Promise<Response> {
    return this.step(duty, 'receiver', 'return', { reasonCode: 'R4', demand: DEMAND });
  }

  exempt(duty: Duty): Promise<Response> {
    return this.step(duty, 'receiver', 'exemption', { reason: '经批准，本期不需报送' });
  }

  /** Moves the period for everybody who reports to the receiver. */
  async shift(receiver: string, duty: Omit<Duty, 'unit'>, newDueOn: string): Promise<Response> {
    const { rule: ruleCode, period } = duty;
    const key = { campaignId: this.campaignId, ruleCode, period };
    const chief = await this.app.as(userOf(receiver, 'receiver'));
    return chief.post('/report-shifts', { ...key, newDueOn, reason: '顺延通知' });
  }

  /** @param knowingly with units missing, and a reason for it. */
  async consolidate(
    receiver: string,
    { rule: ruleCode, period }: Omit<Duty, 'unit'>,
    knowingly: boolean,
  ): Promise<Response> {
    const chief = await this.app.as(userOf(receiver, 'receiver'));
    const key = { campaignId: this.campaignId, ruleCode, period };
    const reason = knowingly ? { acceptMissing: { reason: REASON } } : {};
    return chief.post('/report-consolidations', { ...key, ...reason });
  }

  /** The report as its receiver sees it. */
  async read(duty: Duty): Promise<RegimeReport> {
    return this.about(duty, '');
  }

  /** Everything that was done to the report, as its receiver may read it. */
  async history(duty: Duty): Promise<{ at: string; action: string; actorName: string }[]> {
    return this.about(duty, 'history');
  }

  async verify(duty: Duty): Promise<VerificationAnswer> {
    return this.about(duty, 'verification');
  }

  async receiverOf(duty: Duty): Promise<string> {
    return this.province.keyOf((await this.stored(duty)).receiverUnitId);
  }

  private async about<Answer>(duty: Duty, noun: string): Promise<Answer> {
    const { id, receiverUnitId } = await this.stored(duty);
    const chief = await this.app.as(userOf(this.province.keyOf(receiverUnitId), 'receiver'));
    return ok(await chief.get(`/reports/${id}${noun && `/${noun}`}`)).body as Answer;
  }

  private async step(duty: Duty, desk: Desk, noun: string, body: object): Promise<Response> {
    const { id, version, receiverUnitId } = await this.stored(duty);
    const unit = desk === 'receiver' ? this.province.keyOf(receiverUnitId) : duty.unit;
    const caller = await this.app.as(userOf(unit, desk));
    return caller.post(`/reports/${id}/${noun}`, body, version);
  }

  /** Past every scope, so that nobody has to sign in only to look the report up. */
  private async stored({ rule, period, unit }: Duty): Promise<StoredReport> {
    const [report] = await this.app.rows<StoredReport>(sql`
      SELECT id, version, receiver_unit_id FROM reports
      WHERE campaign_id = ${this.campaignId} AND rule_code = ${rule} AND period = ${period}
        AND unit_id = ${this.province.of(unit).id}`);
    if (!report) throw new Error(`${unit} has no report ${rule} for ${period}`);
    return report;
  }
}

/** Keys of the units that a consolidation found missing. */
export const missingUnits = (
  { units }: Pick<ConsolidationAnswer, 'units'>,
  province: Province,
): string[] =>
  units.filter(({ as }) => as === 'MISSING').map(({ unitId }) => province.keyOf(unitId));

function narrativeFor({ reportType, requiredAttachments }: RegimeReport, isNil: boolean): object {
  switch (reportType) {
    case 'LEDGER':
    case 'PROGRESS':
      return {};
    case 'QUARTER_SUMMARY':
    case 'ANNUAL':
      return {
        practices: [{ title: '逐户核查', text: '逐户核查在册对象，应保尽保。' }],
        discipline: '本期无。',
      };
    default: {
      const withoutAttachment = requiredAttachments.map((title) => ({ title, text: '另行报送' }));
      return isNil ? {} : { opening: '按照通知要求，现将有关情况报告如下。', withoutAttachment };
    }
  }
}
