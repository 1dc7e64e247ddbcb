import { Injectable } from '@nestjs/common';
import { CampaignCatalog } from '../../campaigns/campaign-catalog.js';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound, ruleBroken } from '../../platform/http/problem.js';
import { reaches } from '../../identity/scope.js';
import type { CaseBody } from './case.body.js';
import { EDITABLE_STATUSES } from './case.codes.js';
import type { AppealBody, CreateCaseBody, EditCaseBody } from './case.dto.js';
import { TypicalCase } from './case.entity.js';
import { CaseMessages } from './case.messages.js';
import { CaseNames } from './case-names.js';
import { namePersons, type NamedPersons, refuseLeaks, renamed } from './case.persons.js';
import { CaseQueries, type CaseRow } from './case.queries.js';
import { consistencyFaults, submissionFaults } from './case.rules.js';
import { CaseSources } from './case-sources.js';
import { type CasePatch, CaseWriter } from './case-writer.js';
import { HandOvers } from './hand-over.service.js';

/** What a field is when nobody has filled it in, or somebody has emptied it. */
const BLANK = {
  facts: '',
  rectification: '',
  analysis: '',
  lesson: '',
  disclosure: 'INTERNAL',
  mode: 'SURNAME',
} as const satisfies CasePatch;

/** Drafting and submitting cases. Real names are sealed by {@link CaseNames} and stand nowhere else. */
@Injectable()
export class CasesService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly campaigns: CampaignCatalog,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
    private readonly sources: CaseSources,
    private readonly names: CaseNames,
    private readonly handOvers: HandOvers,
    private readonly writer: CaseWriter,
    private readonly messages: CaseMessages,
  ) {}

  /** @throws 422 when a text holds personal data or the facts contradict each other. */
  create(caller: Caller, body: CreateCaseBody): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const bureauId = await this.bureauFor(tx, caller, body.campaignId);
      refuseLeaks(textsOf(body), body.persons);
      const source = await this.sources.find(tx, body.campaignId, body.issueId);
      await this.assertPlace(tx, bureauId, body.placeUnitId);
      const mode = body.mode ?? BLANK.mode;
      const named = namePersons(body.persons, mode, { persons: [], names: new Map() });
      const row: CaseRow = {
        id: newId(),
        caseNo: await this.nextCaseNo(tx, bureauId, body.quarter),
        campaignId: body.campaignId,
        bureauId,
        unitId: caller.unitId,
        quarter: body.quarter,
        issueId: body.issueId ?? null,
        placeUnitId: body.placeUnitId ?? source?.responsibleUnitId ?? null,
        title: body.title,
        violationType: body.violationType,
        persons: named.persons,
        facts: body.facts ?? BLANK.facts,
        householdCount: body.householdCount ?? null,
        personCount: body.personCount ?? null,
        amountFen: body.amountFen ?? null,
        dueFen: body.dueFen ?? null,
        recoveredFen: body.recoveredFen ?? null,
        waivedFen: body.waivedFen ?? null,
        waiverNote: body.waiverNote ?? null,
        concludedOn: body.concludedOn ?? null,
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
      await this.keepNames(tx, row, named);
      this.writer.record(tx, caller, row, 'case.create', {});
      return this.queries.body(tx, caller, row);
    });
  }

  edit(caller: Caller, id: string, version: number, body: EditCaseBody): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version, '不能修改');
      const kept = { persons: row.persons, names: await this.names.open(tx, [id]) };
      await this.sources.find(tx, row.campaignId, body.issueId);
      await this.assertPlace(tx, row.bureauId, body.placeUnitId);
      const { persons: given, ...rest } = body;
      const patch = patchOf(rest);
      const mode = patch.mode ?? row.mode;
      const named = given && namePersons(given, mode, kept);
      if (named) patch.persons = named.persons;
      else if (mode !== row.mode) patch.persons = renamed(mode, kept);
      const after = { ...row, ...patch };
      const staying = after.persons.flatMap((person) => kept.names.get(person.id) ?? []);
      refuseLeaks(textsOf(after), given ?? [], staying);
      assertConsistent(after, businessDate(tx.now));
      const detail = { fields: Object.keys(patch) };
      const changed = await this.writer.change(tx, caller, row, patch, 'case.edit', detail);
      if (named) await this.keepNames(tx, changed, named);
      return this.queries.body(tx, caller, changed);
    });
  }

  /** Hands the case in for 事实核实; a returned one starts the chain again. */
  submit(caller: Caller, id: string, version: number): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version, '不能提交');
      const faults = submissionFaults(row);
      if (faults.length > 0) throw ruleBroken('CASE_INCOMPLETE', '案例内容不完整。', faults);
      const patch: CasePatch = {
        status: 'VERIFICATION',
        round: row.round + 1,
        submittedBy: caller.userId,
      };
      const detail = { round: row.round + 1 };
      const after = await this.writer.change(tx, caller, row, patch, 'case.submit', detail);
      await this.messages.waiting(tx, after);
      return this.queries.body(tx, caller, after);
    });
  }

  /** 撤销 of a case that will not be pursued; it stays readable, with the reason in the log. */
  void(caller: Caller, id: string, version: number, reason: string): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.begin(tx, caller, id, version, '不能撤销');
      await this.writer.assertClean(tx, row, { reason });
      const patch: CasePatch = { status: 'VOIDED' };
      const after = await this.writer.change(tx, caller, row, patch, 'case.void', { reason });
      await this.handOvers.endWaiting(tx, caller, row, reason);
      return this.queries.body(tx, caller, after);
    });
  }

  /**
   * Takes an approved case back to be corrected. Documents that are signed do not change with it: what is
   * not issued yet is stopped by its gates. What waits in the bureau above is taken back.
   */
  reopen(caller: Caller, id: string, version: number, reason: string): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.writer.begin(tx, caller, id, {
        action: 'case.review',
        version,
        from: ['APPROVED'],
        refusal: '不能退回修改',
      });
      await this.writer.assertClean(tx, row, { reason });
      const patch: CasePatch = { status: 'RETURNED' };
      const after = await this.writer.change(tx, caller, row, patch, 'case.reopen', { reason });
      await this.handOvers.endWaiting(tx, caller, row, reason);
      return this.queries.body(tx, caller, after);
    });
  }

  /** Notes that a sanction is appealed against, or no more, whatever stage the case is at. */
  recordAppeal(
    caller: Caller,
    id: string,
    version: number,
    { personId, sanction, underAppeal, reason }: AppealBody,
  ): Promise<CaseBody> {
    return this.uow.run(async (tx) => {
      const row = await this.writer.begin(tx, caller, id, {
        action: 'case.edit',
        version,
        from: ['DRAFT', 'VERIFICATION', 'REVIEW', 'APPROVED', 'RETURNED'],
        refusal: '不能登记申诉',
      });
      await this.writer.assertClean(tx, row, { reason });
      const person = row.persons.find((one) => one.id === personId);
      if (!person?.sanctions[sanction]) {
        const path = person ? 'sanction' : 'personId';
        throw ruleBroken('UNKNOWN_SANCTION', '案例中没有这项处理。', [
          { path, code: 'UNKNOWN_SANCTION', message: '案例中没有这项处理' },
        ]);
      }
      const sanctions = person.sanctions.map((one, index) =>
        index === sanction ? { ...one, underAppeal } : one,
      );
      const persons = row.persons.map((one) => (one === person ? { ...one, sanctions } : one));
      const detail = { person: person.publicName, sanction, underAppeal, reason };
      const after = await this.writer.change(tx, caller, row, { persons }, 'case.appeal', detail);
      return this.queries.body(tx, caller, after);
    });
  }

  private begin(
    tx: Tx,
    caller: Caller,
    id: string,
    version: number,
    refusal: string,
  ): Promise<CaseRow> {
    const from = EDITABLE_STATUSES;
    return this.writer.begin(tx, caller, id, { action: 'case.edit', version, from, refusal });
  }

  private keepNames(tx: Tx, row: CaseRow, { given }: NamedPersons): Promise<void> {
    const presentIds = row.persons.map(({ id }) => id);
    return this.names.keep(tx, row.id, given, presentIds);
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

  private async assertPlace(tx: Tx, bureauId: string, unitId?: string | null): Promise<void> {
    if (!unitId || (await this.units.load(tx)).isWithin(unitId, bureauId)) return;
    throw ruleBroken('UNKNOWN_UNIT', '没有这个单位。', [
      { path: 'placeUnitId', code: 'UNKNOWN_UNIT', message: '没有这个单位' },
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

function textsOf(
  body: {
    [Field in 'title' | 'facts' | 'rectification' | 'analysis' | 'lesson']?: string;
  } & { waiverNote?: string | null },
): Record<string, string | null | undefined> {
  const { title, facts, rectification, analysis, lesson, waiverNote } = body;
  return { title, facts, rectification, analysis, lesson, waiverNote };
}

function assertConsistent(row: CaseRow, today: string): void {
  const faults = consistencyFaults(row, today);
  if (faults.length > 0) throw ruleBroken('CASE_FACTS', '案例内容有误。', faults);
}
