import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { Scope } from '../../identity/scope.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import { inList, join, type Queryable, sql, type Sql } from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { notFound } from '../../platform/http/problem.js';
import { refOf } from '../../registers/issues/issue.views.js';
import { reaches } from '../reports/report.scope.js';
import type { CaseBody, CaseListItem, CaseReviewItem } from './case.body.js';
import { CASE_CHAIN, type CaseStep, EDITABLE_STATUSES } from './case.codes.js';
import type { CaseListQuery } from './case.dto.js';
import type { TypicalCase } from './case.entity.js';
import { type CasePerson, dealtPersonCount } from './case-person.rules.js';

type StoredCase = Omit<TypicalCase, 'persons'> & { persons: string };

/** A case with its people parsed. */
export type CaseRow = TypicalCase & { readonly persons: CasePerson[] };

export interface ReviewRow extends CaseReviewItem {
  readonly decidedBy: string;
}

/** Who has done what with a case so far. */
export interface CaseActs {
  readonly reviews: readonly ReviewRow[];
  /** Everybody who ever drafted, edited or submitted it. */
  readonly writerIds: readonly string[];
}

/** Reads of cases, limited to the bureaus whose cases the caller may see. */
@Injectable()
export class CaseQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  async list(caller: Caller, query: CaseListQuery): Promise<Page<CaseListItem>> {
    const tree = await this.units.load();
    const where = join(
      [
        bureauScopeSql(caller, tree),
        ...(query.campaignId ? [sql`c.campaign_id = ${query.campaignId}`] : []),
        ...(query.quarter ? [sql`c.quarter = ${query.quarter}`] : []),
        ...(query.status?.length ? [sql`c.status IN ${inList(query.status)}`] : []),
      ],
      ' AND ',
    );
    const rows = await this.reader.all<StoredCase>(sql`
      SELECT c.* FROM cases AS c WHERE ${where}
      ORDER BY c.quarter DESC, c.case_no LIMIT ${query.pageSize} OFFSET ${offsetOf(query)}`);
    const total = await this.reader.one<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM cases AS c WHERE ${where}`,
    );
    return {
      items: rows.map((row) => listItem(parsed(row))),
      total: total?.total ?? 0,
      page: query.page,
      pageSize: query.pageSize,
    };
  }

  async get(caller: Caller, id: string): Promise<CaseBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  /** @throws 404 when the case does not exist or is out of scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<CaseRow> {
    const tree = await this.units.load(db);
    const row = await db.one<StoredCase>(
      sql`SELECT c.* FROM cases AS c WHERE c.id = ${id} AND ${bureauScopeSql(caller, tree)}`,
    );
    if (!row) throw notFound();
    return parsed(row);
  }

  /** The cases in the order of the ids; ids that do not exist are left out. Says nothing about scope. */
  async byIds(db: Queryable, ids: readonly string[]): Promise<CaseRow[]> {
    const rows = await db.all<StoredCase>(sql`SELECT * FROM cases WHERE id IN ${inList(ids)}`);
    const found = new Map(rows.map((row) => [row.id, parsed(row)]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  async acts(db: Queryable, id: string): Promise<CaseActs> {
    const reviews = await db.all<ReviewRow>(
      sql`SELECT * FROM case_reviews WHERE case_id = ${id} ORDER BY round, decided_at, id`,
    );
    const writers = await db.all<{ actorId: string }>(sql`
      SELECT DISTINCT actor_id FROM audit_entries
      WHERE subject_type = 'case' AND subject_id = ${id} AND action <> 'case.review'`);
    return { reviews, writerIds: writers.map(({ actorId }) => actorId) };
  }

  async body(db: Queryable, caller: Caller, row: CaseRow): Promise<CaseBody> {
    const tree = await this.units.load(db);
    const acts = await this.acts(db, row.id);
    const issue = await db.one<{ issueNo: string | null }>(
      sql`SELECT issue_no FROM issues WHERE id = ${row.issueId}`,
    );
    const { draftedBy: _drafter, submittedBy: _submitter, round: _round, unitId, ...shown } = row;
    const { bureauId, ...columns } = shown;
    return {
      ...columns,
      ...listItem(row),
      bureau: refOf(tree, bureauId),
      unit: refOf(tree, unitId),
      issueNo: issue?.issueNo ?? null,
      persons: row.persons.map((person) => ({ ...person, sanctions: [...person.sanctions] })),
      reviews: acts.reviews.map(
        ({ round, step, decision, opinion, demand, decidedByName, decidedAt }) => ({
          round,
          step,
          decision,
          opinion,
          demand,
          decidedByName,
          decidedAt,
        }),
      ),
      allowedActions: allowedActions(caller, row, acts, tree),
    };
  }
}

/** Why somebody may not decide the step that waits; null when they may. */
export function reviewBar(
  caller: Caller,
  row: CaseRow,
  { reviews, writerIds }: CaseActs,
  step: CaseStep,
  tree: UnitTree,
): 'NOT_REVIEWER' | 'SELF_REVIEW' | 'DECIDED_BEFORE' | null {
  if (!caller.roles.includes(CASE_CHAIN[step].role)) return 'NOT_REVIEWER';
  if (!reaches(caller, 'case.review', row.bureauId, tree)) return 'NOT_REVIEWER';
  const wrote = [row.draftedBy, row.submittedBy, ...writerIds].includes(caller.userId);
  if (wrote) return 'SELF_REVIEW';
  const decided = reviews.some(
    (review) => review.round === row.round && review.decidedBy === caller.userId,
  );
  return decided ? 'DECIDED_BEFORE' : null;
}

/** The step that waits for a decision. */
export const waitingStep = ({ status }: Pick<CaseRow, 'status'>): CaseStep | undefined =>
  status === 'VERIFICATION' || status === 'REVIEW' ? status : undefined;

function allowedActions(caller: Caller, row: CaseRow, acts: CaseActs, tree: UnitTree): string[] {
  const editable =
    EDITABLE_STATUSES.includes(row.status) && reaches(caller, 'case.edit', row.bureauId, tree);
  const step = waitingStep(row);
  const reviewable = step !== undefined && reviewBar(caller, row, acts, step, tree) === null;
  return [...(editable ? ['edit', 'submit'] : []), ...(reviewable ? ['review'] : [])];
}

function bureauScopeSql(caller: Caller, tree: UnitTree): Sql {
  const ids = Scope.of(caller, 'case.read', tree)?.unitIds() ?? [];
  const bureaus = ids.filter((id) => tree.get(id).type === 'CIVIL_AFFAIRS');
  return sql`c.bureau_id IN ${inList(bureaus)}`;
}

const parsed = (row: StoredCase): CaseRow => ({
  ...row,
  persons: JSON.parse(row.persons) as CasePerson[],
});

function listItem(row: CaseRow): CaseListItem {
  const { id, caseNo, campaignId, quarter, title, violationType, status, disclosure } = row;
  const { amountFen, recoveredFen, version } = row;
  return {
    id,
    caseNo,
    campaignId,
    quarter,
    title,
    violationType,
    status,
    disclosure,
    dealtPersonCount: dealtPersonCount(row.persons),
    amountFen,
    recoveredFen,
    version,
  };
}
