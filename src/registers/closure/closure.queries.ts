import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { facing, facingRecord } from '../../identity/deputies/stand-ins.js';
import { UnitCatalog, type UnitTree } from '../../identity/unit-catalog.js';
import {
  empty,
  inList,
  join,
  type Queryable,
  sql,
  type Sql,
} from '../../platform/database/queryable.js';
import { Reader } from '../../platform/database/reader.js';
import { notFound } from '../../platform/http/problem.js';
import { offsetOf, type Page } from '../../platform/http/paging.js';
import { issueScopeSql } from '../issues/issue.scope.js';
import { refOf } from '../issues/issue.views.js';
import type {
  ApplicationBody,
  ApplicationListItem,
  StandardBody,
  StepBody,
} from './closure.body.js';
import type { ApplicationListQuery } from './closure.dto.js';
import type {
  ClosureApplication,
  MeasureResult,
  StandardCheck,
  StandardResult,
} from './closure.entity.js';
import { reviewBar, type StepRow } from './review-chain.js';

type ApplicationColumns = Omit<
  ClosureApplication,
  'measureResults' | 'standards' | 'evidenceIds'
> & {
  measureResults: string;
  standards: string;
  evidenceIds: string;
  issueNo: string | null;
  statement: string;
};

/** An application with its chain, JSON parsed. */
export type LoadedApplication = Omit<
  ApplicationColumns,
  'measureResults' | 'standards' | 'evidenceIds'
> & {
  measureResults: MeasureResult[];
  standards: StandardResult[];
  evidenceIds: string[];
  steps: StepRow[];
};

/** Reads of close-out applications, limited to the issues in the caller's scope. */
@Injectable()
export class ClosureQueries {
  constructor(
    private readonly reader: Reader,
    private readonly units: UnitCatalog,
  ) {}

  /** @throws 404 when the application does not exist or its issue is outside the caller's scope. */
  async load(db: Queryable, caller: Caller, id: string): Promise<LoadedApplication> {
    const tree = await this.units.load(db);
    const where = sql`a.id = ${id} AND ${issueScopeSql(caller, tree)}`;
    const [application] = await this.select(db, where);
    if (!application) throw notFound();
    return application;
  }

  async get(caller: Caller, id: string): Promise<ApplicationBody> {
    return this.body(this.reader, caller, await this.load(this.reader, caller, id));
  }

  /** Every application of an issue, oldest first; the caller has been allowed to see the issue. */
  async ofIssue(db: Queryable, caller: Caller, issueId: string): Promise<ApplicationBody[]> {
    const applications = await this.select(db, sql`a.issue_id = ${issueId}`);
    const asked = await facingRecord(db, caller, issueId);
    return Promise.all(applications.map((application) => this.bodyFor(db, asked, application)));
  }

  /** The application that waits for a decision on an issue, if there is one. */
  async pendingOf(db: Queryable, issueId: string): Promise<LoadedApplication | undefined> {
    const [application] = await this.select(
      db,
      sql`a.issue_id = ${issueId} AND a.status = 'PENDING'`,
    );
    return application;
  }

  /** My queue, oldest first; with `mine=false` every application in scope. */
  async list(caller: Caller, query: ApplicationListQuery): Promise<Page<ApplicationListItem>> {
    const tree = await this.units.load();
    const where = join(
      [
        issueScopeSql(caller, tree),
        ...(query.mine ? [sql`a.status = 'PENDING'`] : []),
        ...(query.campaignId ? [sql`a.campaign_id = ${query.campaignId}`] : []),
        ...(query.unitId ? [sql`a.unit_id IN ${inList(tree.subtree(query.unitId))}`] : []),
        ...(query.status?.length ? [sql`a.status IN ${inList(query.status)}`] : []),
      ],
      ' AND ',
    );
    const { page, pageSize } = query;
    const asked = await facing(this.reader, caller);
    const itemOf = (application: LoadedApplication): ApplicationListItem =>
      this.item(asked(application.issueId), application, tree);
    if (!query.mine) {
      const limit = sql`LIMIT ${pageSize} OFFSET ${offsetOf(query)}`;
      const applications = await this.select(this.reader, where, limit);
      const total = await this.reader.one<{ total: number }>(sql`
        SELECT COUNT(*) AS total FROM closure_applications AS a
        JOIN issues AS i ON i.id = a.issue_id WHERE ${where}`);
      const items = applications.map(itemOf);
      return { items, total: total?.total ?? 0, page, pageSize };
    }
    // Who may decide depends on people involved before; pending applications of a bureau are few.
    const items = (await this.select(this.reader, where))
      .map(itemOf)
      .filter((item) => item.canReview);
    const from = offsetOf(query);
    return { items: items.slice(from, from + pageSize), total: items.length, page, pageSize };
  }

  /** How long the queue of {@link list} is. */
  async countMine(caller: Caller): Promise<number> {
    const tree = await this.units.load();
    const rows = await this.reader.all<
      Omit<Reviewable, 'steps'> & { id: string; issueId: string }
    >(sql`
      SELECT a.id, a.issue_id, a.status, a.bureau_id, a.unit_id, a.applicant_id, a.current_step
      FROM closure_applications AS a JOIN issues AS i ON i.id = a.issue_id
      WHERE a.status = 'PENDING' AND ${issueScopeSql(caller, tree)}`);
    if (rows.length === 0) return 0;
    const steps = await this.stepsOf(
      this.reader,
      rows.map(({ id }) => id),
    );
    const asked = await facing(this.reader, caller);
    return rows.filter((row) =>
      canReview(asked(row.issueId), { ...row, steps: steps.get(row.id) ?? [] }, tree),
    ).length;
  }

  async body(
    db: Queryable,
    caller: Caller,
    application: LoadedApplication,
  ): Promise<ApplicationBody> {
    const asked = await facingRecord(db, caller, application.issueId);
    return this.bodyFor(db, asked, application);
  }

  private async bodyFor(
    db: Queryable,
    caller: Caller,
    application: LoadedApplication,
  ): Promise<ApplicationBody> {
    const tree = await this.units.load(db);
    return {
      ...this.item(caller, application, tree),
      rectifiedOn: application.rectifiedOn,
      measureResults: [...application.measureResults],
      resultPerson: application.resultPerson,
      resultFact: application.resultFact,
      resultOutcome: application.resultOutcome,
      standards: application.standards.map((entry): StandardBody => ({
        ...entry,
        note: entry.note ?? null,
        evidenceIds: [...(entry.evidenceIds ?? [])],
      })),
      extendedCheck: application.extendedCheck,
      rulesMade: application.rulesMade,
      beneficiaryOpinion: application.beneficiaryOpinion,
      repaymentPlan: application.repaymentPlan,
      evidenceIds: application.evidenceIds,
      decidedAt: application.decidedAt,
      steps: application.steps.map(stepBody),
    };
  }

  private item(
    caller: Caller,
    application: LoadedApplication,
    tree: UnitTree,
  ): ApplicationListItem {
    const step = application.status === 'PENDING' ? currentStep(application) : undefined;
    return {
      id: application.id,
      issueId: application.issueId,
      issueNo: application.issueNo,
      statement: application.statement,
      unit: refOf(tree, application.unitId),
      closureNo: application.closureNo,
      status: application.status,
      cycleNo: application.cycleNo,
      attempt: application.attempt,
      applicantName: application.applicantName,
      appliedAt: application.appliedAt,
      deadline: application.deadline,
      awaiting: step?.kind ?? null,
      reviewDueOn: application.reviewDueOn,
      canReview: canReview(caller, application, tree),
      version: application.version,
    };
  }

  private async select(
    db: Queryable,
    where: Sql,
    limit: Sql = empty,
  ): Promise<LoadedApplication[]> {
    const rows = await db.all<ApplicationColumns>(sql`
      SELECT a.*, i.issue_no, i.statement FROM closure_applications AS a
      JOIN issues AS i ON i.id = a.issue_id
      WHERE ${where} ORDER BY a.applied_at, a.id ${limit}`);
    const steps = await this.stepsOf(
      db,
      rows.map((row) => row.id),
    );
    return rows.map((row) => ({
      ...row,
      measureResults: JSON.parse(row.measureResults) as MeasureResult[],
      standards: JSON.parse(row.standards) as StandardResult[],
      evidenceIds: JSON.parse(row.evidenceIds) as string[],
      steps: steps.get(row.id) ?? [],
    }));
  }

  private async stepsOf(db: Queryable, ids: readonly string[]): Promise<Map<string, StepRow[]>> {
    const rows = await db.all<
      Omit<StepRow, 'roles' | 'checks'> & { roles: string; checks: string | null }
    >(sql`SELECT * FROM closure_steps WHERE application_id IN ${inList(ids)} ORDER BY seq`);
    const result = new Map<string, StepRow[]>();
    for (const row of rows) {
      const step: StepRow = {
        ...row,
        roles: JSON.parse(row.roles) as string[],
        siteCheckRequired: Boolean(row.siteCheckRequired),
        minutesRequired: Boolean(row.minutesRequired),
        checks: row.checks === null ? [] : (JSON.parse(row.checks) as StandardCheck[]),
      };
      result.set(row.applicationId, [...(result.get(row.applicationId) ?? []), step]);
    }
    return result;
  }
}

/** What it takes to say whose turn an application is. */
type Reviewable = Pick<
  LoadedApplication,
  'id' | 'status' | 'bureauId' | 'unitId' | 'applicantId' | 'currentStep' | 'steps'
>;

/** True when the application waits for a decision that the caller may make. */
const canReview = (caller: Caller, application: Reviewable, tree: UnitTree): boolean =>
  application.status === 'PENDING' &&
  reviewBar(caller, currentStep(application), application.steps, application, tree) === null;

/** The step that waits for a decision. */
export function currentStep(
  application: Pick<Reviewable, 'id' | 'currentStep' | 'steps'>,
): StepRow {
  const step = application.steps.find((candidate) => candidate.seq === application.currentStep);
  if (!step)
    throw new Error(`Application ${application.id} has no step ${application.currentStep}`);
  return step;
}

function stepBody(step: StepRow): StepBody {
  const { id: _id, applicationId: _application, decidedBy: _person, ...shown } = step;
  const checks = step.checks.map((check) => ({ ...check, note: check.note ?? null }));
  return { ...shown, roles: [...step.roles], checks };
}
