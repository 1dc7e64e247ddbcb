import { CAMPAIGN_CODE_LISTS } from './campaigns/code-lists.js';
import { Campaign } from './campaigns/campaign.entity.js';
import { AREA_LEVEL, ORG_TYPE, ROLE, SCOPE_KIND } from './identity/codes.js';
import { Session } from './identity/session.entity.js';
import { Unit } from './identity/unit.entity.js';
import { User } from './identity/user.entity.js';
import { AuditEntry, AuditHead } from './platform/audit/audit.entity.js';
import type { EntityClass } from './platform/database/connections.js';
import { Counter } from './platform/database/counter.entity.js';
import type { CodeList } from './platform/dictionary/code-list.js';
import { StoredFile } from './platform/files/stored-file.entity.js';
import { JOB_STATUS } from './platform/jobs/job.codes.js';
import { Job } from './platform/jobs/job.entity.js';
import { IdempotencyKey } from './platform/http/idempotency.entity.js';
import {
  APPLICATION_STATUS,
  BENEFICIARY_OPINION,
  CLOSING_STANDARD,
  EXTENSION_STATUS,
  LOOKBACK_METHOD,
  LOOKBACK_RESULT,
  STANDARD_ANSWER,
} from './registers/closure/closure.codes.js';
import {
  ClosureApplication,
  ClosureStepRecord,
  Extension,
  Lookback,
} from './registers/closure/closure.entity.js';
import { DECISION, ENTRY_KIND, ISSUE_STATUS } from './registers/codes.js';
import { Evidence } from './registers/evidence/evidence.entity.js';
import { IssueCount, LedgerEntry, LedgerTotal } from './registers/entries/ledger-entry.entity.js';
import { Issue } from './registers/issues/issue.entity.js';
import {
  IMPORT_MODE,
  IMPORT_NOTE_LEVEL,
  IMPORT_ROW_STATE,
  IMPORT_STATUS,
} from './registers/imports/import.codes.js';
import { IssueImport, IssueImportRow } from './registers/imports/import.entity.js';
import { PLAN_STATE } from './registers/plans/plan.codes.js';
import { Plan, PlanReview } from './registers/plans/plan.entity.js';
import { ProgressEntry } from './registers/plans/progress.entity.js';
import { RESPONSIBILITY_KIND } from './registers/responsibilities/responsibility.codes.js';
import { Responsibility } from './registers/responsibilities/responsibility.entity.js';
import { TASK_STATUS } from './registers/tasks/task.codes.js';
import { Task } from './registers/tasks/task.entity.js';
import { EXPORT_FORMAT, EXPORT_LIST } from './registers/ledger/exports.dto.js';
import {
  RECONCILIATION_BASIS,
  RECONCILIATION_CHECK,
} from './registers/ledger/reconciliation.body.js';
import { BULLETIN_STATUS } from './reporting/bulletins/bulletin.codes.js';
import { Bulletin } from './reporting/bulletins/bulletin.entity.js';
import {
  CASE_IDENTITY,
  CASE_STATUS,
  CASE_STEP,
  DISCLOSURE,
  NAME_MODE,
} from './reporting/cases/case.codes.js';
import { CaseReview, TypicalCase } from './reporting/cases/case.entity.js';
import { Report, ReportVersion } from './reporting/reports/report.entity.js';

/** Every table of the program; a contract test compares them with the migrations. */
export const ENTITIES: readonly EntityClass[] = [
  Counter,
  IdempotencyKey,
  AuditEntry,
  AuditHead,
  Unit,
  User,
  Session,
  Campaign,
  Issue,
  IssueImport,
  IssueImportRow,
  LedgerEntry,
  LedgerTotal,
  IssueCount,
  StoredFile,
  Job,
  Evidence,
  Task,
  Responsibility,
  Plan,
  PlanReview,
  ProgressEntry,
  ClosureApplication,
  ClosureStepRecord,
  Extension,
  Lookback,
  Report,
  ReportVersion,
  TypicalCase,
  CaseReview,
  Bulletin,
];

/** Every code list that `GET /api/dictionary` gives. */
export const CODE_LISTS: readonly CodeList[] = [
  AREA_LEVEL,
  ORG_TYPE,
  ROLE,
  SCOPE_KIND,
  JOB_STATUS,
  ...CAMPAIGN_CODE_LISTS,
  ISSUE_STATUS,
  ENTRY_KIND,
  TASK_STATUS,
  RESPONSIBILITY_KIND,
  PLAN_STATE,
  APPLICATION_STATUS,
  DECISION,
  CLOSING_STANDARD,
  STANDARD_ANSWER,
  BENEFICIARY_OPINION,
  EXTENSION_STATUS,
  LOOKBACK_METHOD,
  LOOKBACK_RESULT,
  RECONCILIATION_CHECK,
  RECONCILIATION_BASIS,
  EXPORT_LIST,
  EXPORT_FORMAT,
  IMPORT_STATUS,
  IMPORT_ROW_STATE,
  IMPORT_MODE,
  IMPORT_NOTE_LEVEL,
  CASE_STATUS,
  CASE_STEP,
  CASE_IDENTITY,
  DISCLOSURE,
  NAME_MODE,
  BULLETIN_STATUS,
];
