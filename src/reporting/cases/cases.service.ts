import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/queryable.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  conflict,
  forbidden,
  notFound,
  ruleBroken,
  staleVersion,
} from '../../platform/http/problem.js';
import { reaches } from '../reports/report.scope.js';
import type { CaseBody } from './case.body.js';
import { CASE_STATUS, EDITABLE_STATUSES } from './case.codes.js';
import type { CreateCaseBody, EditCaseBody } from './case.dto.js';
import { TypicalCase } from './case.entity.js';
import { namePersons, refuseLeaks } from './case.persons.js';
import { CaseQueries, type CaseRow } from './case.queries.js';
import { consistencyFaults, submissionFaults } from './case.rules.js';

type CasePatch = Partial<Omit<CaseRow, 'id' | 'version'>>;

/** What a field is when nobody has filled it in, or somebody has emptied it. */
const BLANK = {
  facts: '',
  rectification: '',
  analysis: '',
  lesson: '',
  disclosure: 'INTERNAL',
  mode: 'SURNAME',
} as const satisfies CasePatch;

/** Drafting and submitting cases. Real names are used in memory and stored nowhere. */
@Injectable()
export class CasesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly audit: AuditLog,
  ) {}

  /** @throws 422 when a text holds personal data or the facts contradict each other. */
  create(caller: Caller, body: CreateCaseBody): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const bureauId = await this.bureauFor(tx, caller, body.campaignId);
      refuseLeaks(textsOf(body), body.persons);
      await this.assertIssue(tx, body.campaignId, body.issueId);
      const mode = body.mode ?? BLANK.mode;
      const persons = namePersons(body.persons, { mode, known: [], modeChanges: false });
      const row: CaseRow = {
        id: newId(),
        caseNo: await this.nextCaseNo(tx, bureauId, body.quarter),
        campaignId: body.campaignId,
        bureauId,
        unitId: caller.unitId,
        quarter: body.quarter,
        issueId: body.issueId ?? null,
        title: body.title,
        violationType: body.violationType,
        persons,
        facts: body.facts ?? BLANK.facts,
        householdCount: body.householdCount ?? null,
        personCount: body.personCount ?? null,
        amountFen: body.amountFen ?? null,
        recoveredFen: body.recoveredFen ?? null,
        rectification: body.rectification ?? BLANK.rectification,
        analysis: body.analysis ?? BLANK.analysis,
        lesson: body.lesson ?? BLANK.lesson,
        disclosure: body.disclosure ?? BLANK.disclosure,
        mode,
        status: 'DRAFT',
        round: 0,
        draftedBy: caller.userId,
        draftedByName: caller.name,
        submittedBy: null,
        createdAt: tx.now,
        updatedAt: tx.now,
        version: 1,
      };
      assertConsistent(row, businessDate(tx.now));
      await tx.insert(TypicalCase, row);
      this.record(tx, caller, row, 'case.create', {});
      return this.queries.body(tx, caller, row);
    });
  }

  edit(caller: Caller, id: string, version: number, body: EditCaseBody): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version);
      refuseLeaks(textsOf(body), body.persons ?? []);
      await this.assertIssue(tx, row.campaignId, body.issueId);
      const { persons: given, ...rest } = body;
      const patch = patchOf(rest);
      const mode = patch.mode ?? row.mode;
      const modeChanges = mode !== row.mode;
      if (modeChanges && !given) {
        throw ruleBroken('PERSON_NAMES', '改变称谓方式时请重新填写涉案人员的姓名。', [
          { path: 'persons', code: 'REQUIRED', message: '请重新填写涉案人员的姓名' },
        ]);
      }
      if (given) patch.persons = namePersons(given, { mode, known: row.persons, modeChanges });
      const after = { ...row, ...patch };
      assertConsistent(after, businessDate(tx.now));
      const detail = { fields: Object.keys(patch) };
      const changed = await this.change(tx, caller, row, patch, 'case.edit', detail);
      return this.queries.body(tx, caller, changed);
    });
  }

  /** Hands the case in for 事实核实; a returned one starts the chain again. */
  submit(caller: Caller, id: string, version: number): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version);
      const faults = submissionFaults(row);
      if (faults.length > 0) throw ruleBroken('CASE_INCOMPLETE', '案例内容不完整。', faults);
      const patch: CasePatch = {
        status: 'VERIFICATION',
        round: row.round + 1,
        submittedBy: caller.userId,
      };
      const detail = { round: row.round + 1 };
      const after = await this.change(tx, caller, row, patch, 'case.submit', detail);
      return this.queries.body(tx, caller, after);
    });
  }

  /** Conditional update (zero rows is 412) and audit entry. */
  async change(
    tx: Tx,
    caller: Caller,
    row: CaseRow,
    patch: CasePatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<CaseRow> {
    const changes = { ...patch, version: row.version + 1, updatedAt: tx.now };
    const changed = await tx.update(TypicalCase, { id: row.id, version: row.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: CaseRow = { ...row, ...changes };
    this.record(tx, caller, after, action, { from: row.status, to: after.status, ...detail });
    return after;
  }

  private async begin(tx: Tx, caller: Caller, id: string, version: number): Promise<CaseRow> {
    const row = await this.queries.load(tx, caller, id);
    const tree = await this.units.load(tx);
    if (!reaches(caller, 'case.edit', row.bureauId, tree)) throw forbidden();
    if (row.version !== version) throw staleVersion();
    if (!EDITABLE_STATUSES.includes(row.status)) {
      const status = labelOf(CASE_STATUS, row.status);
      throw conflict('WRONG_STATUS', `该案例目前为“${status}”，不能修改。`);
    }
    return row;
  }

  private async bureauFor(tx: Tx, caller: Caller, campaignId: string): Promise<string> {
    const campaign = await this.campaigns.find(tx, campaignId);
    const tree = await this.units.load(tx);
    if (!campaign || !reaches(caller, 'case.edit', campaign.ownerUnitId, tree)) {
      throw ruleBroken('UNKNOWN_CAMPAIGN', '没有这个专项治理。', [
        { path: 'campaignId', code: 'UNKNOWN_CAMPAIGN', message: '没有这个专项治理' },
      ]);
    }
    return campaign.ownerUnitId;
  }

  private async assertIssue(tx: Tx, campaignId: string, issueId?: string | null): Promise<void> {
    if (!issueId) return;
    const found = await tx.one(
      sql`SELECT id FROM issues WHERE id = ${issueId} AND campaign_id = ${campaignId}`,
    );
    if (found) return;
    throw ruleBroken('UNKNOWN_ISSUE', '本次专项治理中没有这条问题。', [
      { path: 'issueId', code: 'UNKNOWN_ISSUE', message: '本次专项治理中没有这条问题' },
    ]);
  }

  /** 案例编号 (domain §1.1): area6-yearQq-AL-seq2, never reused. */
  private async nextCaseNo(tx: Tx, bureauId: string, quarter: string): Promise<string> {
    const bureau = (await this.units.load(tx)).find(bureauId);
    if (!bureau) throw notFound();
    const prefix = `${bureau.areaCode.slice(0, 6)}-${quarter}-AL`;
    const seq = await tx.nextNumber(prefix);
    return `${prefix}-${String(seq).padStart(2, '0')}`;
  }

  private record(
    tx: Tx,
    caller: Caller,
    row: CaseRow,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'case',
      subjectId: row.id,
      detail: { caseNo: row.caseNo, ...detail },
    });
  }
}

/** What was given; an emptied field is blank again. */
function patchOf(given: Omit<EditCaseBody, 'persons'>): CasePatch {
  const blank: Readonly<Record<string, unknown>> = BLANK;
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]: [string, unknown]) => [key, value ?? blank[key] ?? null]),
  );
}

function textsOf(body: EditCaseBody): Record<string, string | undefined> {
  const { title, facts, rectification, analysis, lesson } = body;
  return { title, facts, rectification, analysis, lesson };
}

function assertConsistent(row: CaseRow, today: string): void {
  const faults = consistencyFaults(row, today);
  if (faults.length > 0) throw ruleBroken('CASE_FACTS', '案例内容有误。', faults);
}
