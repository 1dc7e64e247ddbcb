import { Injectable } from '@nestjs/common';
import { inList, sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { overdueDaysOf } from '../../registers/issues/issue.base-sets.js';
import { progressOfIssues, type ProgressRecord } from '../../registers/plans/progress.reads.js';
import { othersTurn } from '../../registers/ledger/turns.js';
import type { StateRow } from './state-batches.js';
import type { StatisticsScope } from './statistics.scope.js';
import type { UnresolvedLine } from './unresolved.body.js';

interface IssueTexts {
  readonly id: string;
  readonly statement: string;
  readonly latestProgress: string | null;
  readonly unresolvedNote: string | null;
  readonly nextStep: string | null;
}

interface Person {
  readonly issueId: string;
  readonly personName: string | null;
}

/** Lines read in one go. */
const BATCH = 500;

/** What the lines of 未整改到位 say besides the state: the registers' words as of the instant. */
@Injectable()
export class UnresolvedQueries {
  constructor(private readonly reader: Reader) {}

  /** @param from number of the first line. */
  async lines(
    scope: StatisticsScope,
    states: readonly StateRow[],
    from: number,
  ): Promise<UnresolvedLine[]> {
    const lines: UnresolvedLine[] = [];
    for (let at = 0; at < states.length; at += BATCH) {
      if (at > 0) await othersTurn(this.reader);
      lines.push(...(await this.batch(scope, states.slice(at, at + BATCH), from + at)));
    }
    return lines;
  }

  private async batch(
    scope: StatisticsScope,
    states: readonly StateRow[],
    from: number,
  ): Promise<UnresolvedLine[]> {
    const ids = states.map(({ id }) => id);
    const { instant, live } = scope.moment;
    const issues = await this.reader.all<IssueTexts>(sql`
      SELECT id, statement, latest_progress, unresolved_note, next_step
      FROM issues WHERE id IN ${inList(ids)}`);
    const texts = new Map(issues.map((issue) => [issue.id, issue]));
    const persons = await this.personsOf(ids, instant);
    const progress = live
      ? undefined
      : await progressOfIssues(this.reader, ids, { recordedUpTo: instant });
    return states.map((state, index) => {
      const issue = texts.get(state.id);
      const told = progress ? toldBy(progress.get(state.id) ?? [], state.cycleNo) : issue;
      return {
        seq: from + index,
        id: state.id,
        issueNo: state.issueNo,
        statement: issue?.statement ?? '',
        unit: { id: state.unitId, name: scope.tree.find(state.unitId)?.name ?? '' },
        currentDeadline: state.currentDeadline,
        overdueDays: overdueDaysOf(state, scope.moment.date),
        carriedOver: state.status === 'CARRIED_OVER',
        reason: state.unresolvedReason,
        reasonNote: told?.unresolvedNote ?? null,
        measures: told?.latestProgress ?? null,
        nextStep: told?.nextStep ?? null,
        expectedFinishOn: state.expectedFinishOn,
        persons: persons.get(state.id) ?? [],
      };
    });
  }

  private async personsOf(ids: readonly string[], instant: string): Promise<Map<string, string[]>> {
    const rows = await this.reader.all<Person>(sql`
      SELECT issue_id, person_name FROM responsibilities
      WHERE issue_id IN ${inList(ids)} AND kind = 'RESPONSIBLE_PERSON'
        AND created_at <= ${instant} AND (superseded_at IS NULL OR superseded_at > ${instant})
      ORDER BY issue_id, seq, id`);
    const persons = new Map<string, string[]>();
    for (const { issueId, personName } of rows) {
      if (personName === null) continue;
      persons.set(issueId, [...(persons.get(issueId) ?? []), personName]);
    }
    return persons;
  }
}

/** What the latest entry of the round said. */
function toldBy(
  entries: readonly ProgressRecord[],
  cycleNo: number,
): Omit<IssueTexts, 'id' | 'statement'> | undefined {
  const latest = entries.filter((entry) => entry.cycleNo === cycleNo).at(-1);
  if (!latest) return undefined;
  const { text, unresolvedNote, nextStep } = latest;
  return { latestProgress: text, unresolvedNote, nextStep };
}
