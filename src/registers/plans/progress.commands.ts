import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { newId } from '../../platform/database/ids.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ruleBroken } from '../../platform/http/problem.js';
import type { IssueBody } from '../issues/issue.body.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { IssueViews } from '../issues/issue.views.js';
import type { ProgressFields } from './progress.dto.js';
import { ProgressEntry } from './progress.entity.js';
import { lastProgressOn } from './progress.reads.js';
import { keptOf, type ProgressFacts, progressFaults } from './progress.rules.js';

/** 填报进展, at least once a month until the issue is closed (seed 000). */
@Injectable()
export class ProgressCommands {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly lifecycle: IssueLifecycle,
    private readonly views: IssueViews,
  ) {}

  /**
   * Adds an entry. The issue keeps what its latest entry says; an entry for an earlier day than one
   * already there is filed in its place and leaves the kept figures alone.
   * @throws 422 with the path of each faulty field.
   */
  add(caller: Caller, issueId: string, version: number, body: ProgressFields): Promise<IssueBody> {
    return this.uow.run(async (tx) => {
      const step = await this.lifecycle.begin(tx, caller, issueId, 'addProgress', version);
      const { issue } = step;
      const today = businessDate(tx.now);
      const entry = factsOf(body, today);
      const faults = progressFaults(entry, issue, today);
      if (faults.length > 0) throw ruleBroken('PROGRESS_FIELDS', '进展填报内容有误。', faults);
      const last = await lastProgressOn(tx, issueId, issue.cycleNo);
      await tx.insert(ProgressEntry, {
        id: newId(),
        issueId,
        cycleNo: issue.cycleNo,
        month: entry.asOf.slice(0, 7),
        ...entry,
        recordedBy: caller.userId,
        unitId: caller.unitId,
        recordedAt: tx.now,
      });
      const isLatest = last === undefined || entry.asOf >= last;
      const { asOf, percent, text } = entry;
      const detail = { asOf, percent, text };
      const after = await this.lifecycle.complete(tx, step, isLatest ? keptOf(entry) : {}, detail);
      return this.views.body(tx, after, caller);
    });
  }
}

function factsOf(body: ProgressFields, today: string): ProgressFacts {
  return {
    asOf: body.asOf ?? today,
    text: body.text,
    percent: body.percent,
    effect: body.effect || null,
    verdict: body.verdict ?? null,
    unresolvedReason: body.unresolvedReason ?? null,
    unresolvedNote: body.unresolvedNote || null,
    nextStep: body.nextStep || null,
    recoveredFen: body.recoveredFen ?? null,
    refundedFen: body.refundedFen ?? null,
  };
}
