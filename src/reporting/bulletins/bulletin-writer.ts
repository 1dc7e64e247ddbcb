import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facingRecord } from '../../identity/deputies/stand-ins.js';
import type { Action } from '../../identity/permissions.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { newId } from '../../platform/database/ids.js';
import type { Tx } from '../../platform/database/tx.js';
import { forbidden, Problem, ruleBroken, staleVersion } from '../../platform/http/problem.js';
import { businessDate } from '../../platform/calendar/clock.js';
import type { Decision } from '../../registers/codes.js';
import { CaseNames } from '../cases/case-names.js';
import { CaseQueries } from '../cases/case.queries.js';
import { stampOf } from '../cases/case-masking.rules.js';
import { reaches } from '../../identity/scope.js';
import type { BulletinBody } from './bulletin.body.js';
import type { BulletinStep } from './bulletin.codes.js';
import { Bulletin, BulletinStepRecord } from './bulletin.entity.js';
import { textOfDocument } from './bulletin.model.js';
import { BulletinQueries } from './bulletin.queries.js';
import { type StepBar, stepBar } from './bulletin-chain.rules.js';
import { issuanceFaults, signedCaseFaults, typedTextFaults } from './bulletin-gates.rules.js';
import { noticeFaults } from './bulletin-notice.rules.js';
import { isWithdrawn } from './bulletin.views.js';

export type BulletinPatch = Partial<Omit<Bulletin, 'id' | 'version'>>;

interface Taken {
  readonly step: BulletinStep;
  readonly decision: Decision;
  readonly opinion: string;
  readonly demand?: string | null;
}

/** What the commands on a bulletin share: who may, the gates, the record of a step, the change itself. */
@Injectable()
export class BulletinWriter {
  constructor(
    private readonly units: UnitCatalog,
    private readonly cases: CaseQueries,
    private readonly names: CaseNames,
    private readonly queries: BulletinQueries,
    private readonly audit: AuditLog,
  ) {}

  /** Opinions, reasons and notes are kept in the open: no real name may stand in them either. */
  async assertClean(
    tx: Tx,
    { caseIds, targetId }: Bulletin,
    texts: Readonly<Record<string, string | null | undefined>>,
  ): Promise<void> {
    const target = targetId === null ? undefined : await this.queries.byId(tx, targetId);
    await this.names.refuseIn(tx, target?.caseIds ?? caseIds, texts);
  }

  async assertReach(tx: Tx, caller: Caller, row: Bulletin, action: Action): Promise<void> {
    const tree = await this.units.load(tx);
    if (!reaches(caller, action, row.bureauId, tree)) throw forbidden();
  }

  /** @throws 403 for the wrong people, the composer, or somebody who decided this round before. */
  async assertMayTake(tx: Tx, caller: Caller, row: Bulletin, step: BulletinStep): Promise<void> {
    const tree = await this.units.load(tx);
    const bar = stepBar(await facingRecord(tx, caller, row.id), {
      step,
      round: row.round,
      bureauId: row.bureauId,
      taken: await this.queries.steps(tx, row.id),
      isComposer: await this.queries.isComposer(tx, row, caller),
      reaches: (action) => reaches(caller, action, row.bureauId, tree),
      tree,
    });
    if (bar !== null) throw barProblem(bar, step);
  }

  /** @throws 422 naming each case, person and reason that forbid to sign and issue (domain §5.3). */
  async assertGates(tx: Tx, row: Bulletin): Promise<void> {
    const today = businessDate(tx.now);
    const faults =
      row.noticeKind === null
        ? await this.bulletinFaults(tx, row, today)
        : await this.noticeFaults(tx, row);
    if (faults.length > 0) throw ruleBroken('BULLETIN_GATES', '通报还不能签发。', faults);
  }

  /** @throws 422 naming each case that is not any more what was signed. */
  async assertAsSigned(tx: Tx, row: Bulletin): Promise<void> {
    const cases = await this.cases.byIds(tx, row.caseIds);
    const stamped = cases.map((one) => ({ id: one.id, status: one.status, ...stampOf(one) }));
    const faults = signedCaseFaults(row.signedCases ?? [], stamped);
    if (faults.length === 0) return;
    const way = row.status === 'ISSUED' ? '请更正或撤回通报' : '请撤稿后重新编排、报签';
    throw ruleBroken('BULLETIN_GATES', `通报签发以后案例有变化，${way}。`, faults);
  }

  /** Conditional update (zero rows is 412) and audit entry. */
  async change(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    patch: BulletinPatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<Bulletin> {
    const changes = { ...patch, version: row.version + 1, updatedAt: tx.now };
    const changed = await tx.update(Bulletin, { id: row.id, version: row.version }, changes);
    if (changed === 0) throw staleVersion();
    const after: Bulletin = { ...row, ...changes };
    this.record(tx, caller, after, action, { from: row.status, to: after.status, ...detail });
    return after;
  }

  /** As {@link change}, answered with the bulletin as it then stands. */
  async complete(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    patch: BulletinPatch,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<BulletinBody> {
    const after = await this.change(tx, caller, row, patch, action, detail);
    return this.queries.body(tx, caller, after);
  }

  async recordStep(tx: Tx, caller: Caller, row: Bulletin, taken: Taken): Promise<void> {
    await tx.insert(BulletinStepRecord, {
      id: newId(),
      bulletinId: row.id,
      round: row.round,
      step: taken.step,
      decision: taken.decision,
      opinion: taken.opinion,
      demand: taken.demand ?? null,
      decidedBy: caller.userId,
      decidedByName: caller.name,
      decidedByPost: caller.post,
      decidedAt: tx.now,
    });
  }

  record(
    tx: Tx,
    caller: Caller,
    row: Bulletin,
    action: string,
    detail: Record<string, unknown>,
  ): void {
    this.audit.record(tx, caller, {
      action,
      subjectType: 'bulletin',
      subjectId: row.id,
      detail: { quarter: row.quarter, ...detail },
    });
  }

  private async bulletinFaults(tx: Tx, row: Bulletin, today: string) {
    const cases = await this.cases.byIds(tx, row.caseIds);
    const { title, opening, analysis, followUp } = row;
    const demands = (row.demands ?? []).map(
      ({ text }, index) => [`demands[${index}].text`, text] as const,
    );
    const typed = { title, opening, analysis, followUp, ...Object.fromEntries(demands) };
    const ofCases = issuanceFaults(
      {
        cases,
        caseIds: row.caseIds,
        disclosure: row.disclosure,
        feedbackOn: row.feedbackOn,
        publishedIds: await this.queries.publishedCaseIds(tx, row.bureauId, row.id),
        confirmedIds: await this.cases.confirmedIds(tx, cases),
      },
      today,
    );
    return [...ofCases, ...typedTextFaults(typed)];
  }

  private async noticeFaults(tx: Tx, row: Bulletin) {
    const target = await this.queries.byId(tx, row.targetId ?? '');
    if (!target) throw new Error(`Notice ${row.id} names no bulletin`);
    const { document } = await this.queries.document(tx, target);
    return noticeFaults({
      status: target.status,
      withdrawn: isWithdrawn(await this.queries.notices(tx, target.id)),
      text: textOfDocument(document),
      changes: row.changes ?? [],
    });
  }
}

function barProblem(bar: StepBar, step: BulletinStep): Problem {
  switch (bar) {
    case 'NOT_REVIEWER':
      return forbidden('当前步骤不由您办理。');
    case 'SELF_REVIEW':
      return step === 'SIGNATURE'
        ? new Problem(403, 'SELF_ISSUE', '编排通报的人不能签发它。')
        : new Problem(403, 'SELF_REVIEW', '编排、报送通报的人不能办理后面的步骤。');
    case 'DECIDED_BEFORE':
      return new Problem(403, 'DECIDED_BEFORE', '您已办理过本轮前面的步骤，须由其他人办理本步。');
  }
}
