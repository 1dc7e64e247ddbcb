import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { UnitCatalog } from '../../identity/unit-catalog.js';
import { Reader } from '../../platform/database/reader.js';
import { IssueLifecycle } from '../issues/issue.lifecycle.js';
import { refOf } from '../issues/issue.views.js';
import type { ProgressBody } from './progress.body.js';
import { progressOfIssues } from './progress.reads.js';

@Injectable()
export class ProgressQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
    private readonly lifecycle: IssueLifecycle,
  ) {}

  /** Every entry of the issue, of all its rounds, in the order of the days they speak of. */
  async ofIssue(caller: Caller, issueId: string): Promise<ProgressBody[]> {
    const issue = await this.lifecycle.load(this.reader, caller, issueId);
    const tree = await this.units.load();
    const entries = await progressOfIssues(this.reader, [issue.id]);
    return (entries.get(issue.id) ?? []).map((entry) => ({
      id: entry.id,
      cycleNo: entry.cycleNo,
      asOf: entry.asOf,
      month: entry.month,
      text: entry.text,
      percent: entry.percent,
      effect: entry.effect,
      verdict: entry.verdict,
      unresolvedReason: entry.unresolvedReason,
      unresolvedNote: entry.unresolvedNote,
      nextStep: entry.nextStep,
      recoveredFen: entry.recoveredFen,
      refundedFen: entry.refundedFen,
      recordedByName: entry.recordedByName,
      unit: refOf(tree, entry.unitId),
      recordedAt: entry.recordedAt,
    }));
  }
}
