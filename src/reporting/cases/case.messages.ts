import { Injectable } from '@nestjs/common';
import { peopleReaching } from '../../identity/people.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Notifier } from '../../notifications/notifier.js';
import type { Tx } from '../../platform/database/tx.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { CASE_STEP } from './case.codes.js';
import { CaseQueries, type CaseRow } from './case.queries.js';
import { reviewBar, waitingStep } from './case.views.js';

/** Tells those who are to decide on a case that it waits, in the transaction of the act. */
@Injectable()
export class CaseMessages {
  constructor(
    private readonly notifier: Notifier,
    private readonly units: UnitCatalog,
    private readonly queries: CaseQueries,
  ) {}

  /** Everybody who may decide the step that waits now: neither writers nor who decided before. */
  async waiting(tx: Tx, row: CaseRow): Promise<void> {
    const step = waitingStep(row);
    if (!step) return;
    const tree = await this.units.load(tx);
    const acts = await this.queries.acts(tx, row.id);
    const people = await peopleReaching(tx, 'case.review', row.bureauId, tree);
    const deciders = people.filter((person) => reviewBar(person, row, acts, step, tree) === null);
    await this.notifier.notify(tx, {
      topic: 'CASE_REVIEW',
      dedupeKey: `case:${row.id}:${row.round}:${step}`,
      to: { userIds: deciders.map(({ userId }) => userId) },
      title: `典型案例待审：${row.caseNo} ${row.title}`,
      body: `等待您的步骤是“${labelOf(CASE_STEP, step)}”。`,
      subject: { type: 'case', id: row.id },
    });
  }

  /** The people of the bureau above who receive what is handed up to it. */
  async handedUp(
    tx: Tx,
    row: CaseRow,
    handOver: { readonly id: string; readonly fromName: string; readonly toBureauId: string },
  ): Promise<void> {
    await this.notifier.notify(tx, {
      topic: 'CASE_REVIEW',
      dedupeKey: `case:${row.id}:handed-up:${handOver.id}`,
      to: { unitId: handOver.toBureauId, anyOf: ['case.receive'] },
      title: `典型案例待接收：${row.caseNo} ${row.title}`,
      body: `${handOver.fromName}已上报，请接收或退回。`,
      subject: { type: 'case', id: row.id },
    });
  }
}
