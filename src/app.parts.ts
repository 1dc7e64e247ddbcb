import { CAMPAIGN_CODE_LISTS } from './campaigns/code-lists.js';
import { DELEGATION_SIDE } from './delegations/delegation.side.js';
import { DELEGATION_END, DELEGATION_STATUS } from './identity/deputies/delegation.codes.js';
import { Delegation } from './identity/deputies/delegation.entity.js';
import { AUDIT_ACTION, AUDIT_SUBJECT } from './identity/audit.codes.js';
import { CHAIN_FAULT } from './identity/audit-chain.codes.js';
import { Campaign } from './campaigns/campaign.entity.js';
import { AREA_LEVEL, ORG_TYPE, ROLE, SCOPE_KIND } from './identity/codes.js';
import { UsedSignInState } from './identity/oidc.entity.js';
import { PasswordRecord } from './identity/password-history.entity.js';
import { RecoveryCode, SecondFactor, SignInChallenge } from './identity/second-factor.entity.js';
import { FACTOR_SECRET, PROPOSED_FACTOR_SECRET } from './identity/second-factor.sealed.js';
import { Session } from './identity/session.entity.js';
import { UiPreference } from './identity/ui-preference.entity.js';
import { Unit } from './identity/unit.entity.js';
import { User } from './identity/user.entity.js';
import { AuditEntry, AuditHead } from './platform/audit/audit.entity.js';
import { DelegatedAct } from './platform/audit/delegated-act.entity.js';
import type { SealedColumn } from './platform/crypto/sealed-columns.js';
import type { EntityClass } from './platform/database/connections.js';
import { Counter } from './platform/database/counter.entity.js';
import type { CodeList } from './platform/dictionary/code-list.js';
import { StoredFile } from './platform/files/stored-file.entity.js';
import { JOB_STATUS } from './platform/jobs/job.codes.js';
import { Job } from './platform/jobs/job.entity.js';
import { IdempotencyKey } from './platform/http/idempotency.entity.js';
import { OUTBOX_CHANNEL, OUTBOX_STATUS } from './platform/outbox/outbox.codes.js';
import { OutboxMessage } from './platform/outbox/outbox-message.entity.js';
import {
  APPLICATION_STATUS,
  BENEFICIARY_OPINION,
  CLOSING_STANDARD,
  EXTENSION_STATUS,
  LOOKBACK_METHOD,
  LOOKBACK_RESULT,
  STANDARD_ANSWER,
  STANDARD_VERDICT,
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
import { IssuePerson } from './registers/issues/persons/person.entity.js';
import { RELATION_TO_HEAD, PERSON_FIELD } from './registers/issues/persons/person.codes.js';
import { PERSON_COLUMNS } from './registers/issues/persons/person.sealed.js';
import { IssueState, IssueTally } from './registers/issues/issue-state.entity.js';
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
import { MEASURE_DECISION } from './registers/supervision/measure.dto.js';
import { SupervisionMeasure } from './registers/supervision/measure.entity.js';
import { NoticeIssue, NoticeUnit } from './registers/supervision/notice-addressee.entity.js';
import { Notice } from './registers/supervision/notice.entity.js';
import { NoticeReply, ReplyReview } from './registers/supervision/reply.entity.js';
import {
  ADDRESSEE_PART,
  FEEDBACK_CYCLE,
  FEEDBACK_FORM,
  FEEDBACK_TYPE,
  LADDER_BASIS,
  MEASURE_STATUS,
  NOTICE_KIND,
  NOTICE_ORIGIN,
  NOTICE_STATUS,
  REPLY_STATUS,
  REPLY_VERDICT,
  URGE_OBSTACLE,
} from './registers/supervision/supervision.codes.js';
import { IssueUrge } from './registers/supervision/urge.entity.js';
import { TASK_STATUS } from './registers/tasks/task.codes.js';
import { Task } from './registers/tasks/task.entity.js';
import { EXPORT_FORMAT, EXPORT_LIST } from './registers/ledger/exports.dto.js';
import {
  RECONCILIATION_BASIS,
  RECONCILIATION_CHECK,
} from './registers/ledger/reconciliation.body.js';
import { Notification } from './notifications/notification.entity.js';
import { NOTIFICATION_TOPIC } from './notifications/notification.codes.js';
import { NotificationPreference } from './notifications/preferences/preference.entity.js';
import { WEBHOOK_KIND } from './notifications/webhooks/webhook.codes.js';
import { WEBHOOK_SECRET, WEBHOOK_URL } from './notifications/webhooks/webhook.sealed.js';
import { Webhook } from './notifications/webhooks/webhook.entity.js';
import {
  BULLETIN_STATUS,
  BULLETIN_STEP,
  CASE_ORDER,
  FOLLOW_UP_STATUS,
  BULLETIN_NOTICE_KIND,
} from './reporting/bulletins/bulletin.codes.js';
import {
  Bulletin,
  BulletinFollowUp,
  BulletinStepRecord,
} from './reporting/bulletins/bulletin.entity.js';
import {
  CASE_IDENTITY,
  CASE_STATUS,
  CASE_STEP,
  DISCLOSURE,
  HAND_OVER_DECISION,
  HAND_OVER_DIRECTION,
  HAND_OVER_STATUS,
  NAME_MODE,
} from './reporting/cases/case.codes.js';
import {
  ConsolidationVersion,
  ReportConsolidation,
} from './reporting/reports/consolidation.entity.js';
import {
  CONSOLIDATED_AS,
  CORRECTABLE_CELL,
  CORRECTION_STATUS,
  REPORT_DECISION,
} from './reporting/reports/report.codes.js';
import { ReportAttachment } from './reporting/reports/report-attachment.entity.js';
import { ReportCorrection } from './reporting/reports/report-correction.entity.js';
import { ReportFile } from './reporting/reports/report-file.entity.js';
import { ReportReview } from './reporting/reports/report-review.entity.js';
import { ReportVersion } from './reporting/reports/report-version.entity.js';
import { Report } from './reporting/schedule/report.entity.js';
import {
  CaseMasking,
  CasePersonName,
  CaseReview,
  TypicalCase,
} from './reporting/cases/case.entity.js';
import { CASE_NAME } from './reporting/cases/case.sealed.js';
import { CaseHandOver } from './reporting/cases/hand-over.entity.js';
import { FIGURE_UNIT, INDICATOR } from './reporting/statistics/indicator.codes.js';
import { URGE_CHANNEL, URGE_SKIP } from './reporting/schedule/schedule.codes.js';
import { ReportOpening, ReportShift, ReportUrge } from './reporting/schedule/schedule.entity.js';

/** Every table of the program; a contract test compares them with the migrations. */
export const ENTITIES: readonly EntityClass[] = [
  Counter,
  IdempotencyKey,
  AuditEntry,
  AuditHead,
  Unit,
  User,
  Session,
  SecondFactor,
  RecoveryCode,
  SignInChallenge,
  UsedSignInState,
  PasswordRecord,
  UiPreference,
  Campaign,
  Issue,
  IssuePerson,
  IssueImport,
  IssueImportRow,
  LedgerEntry,
  LedgerTotal,
  IssueCount,
  IssueState,
  IssueTally,
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
  ReportReview,
  ReportAttachment,
  ReportCorrection,
  ReportFile,
  ReportConsolidation,
  ConsolidationVersion,
  TypicalCase,
  CaseReview,
  CasePersonName,
  CaseMasking,
  CaseHandOver,
  Bulletin,
  Notification,
  OutboxMessage,
  NotificationPreference,
  Webhook,
  BulletinStepRecord,
  BulletinFollowUp,
  ReportOpening,
  ReportUrge,
  ReportShift,
  Notice,
  NoticeUnit,
  NoticeIssue,
  NoticeReply,
  ReplyReview,
  SupervisionMeasure,
  IssueUrge,
  Delegation,
  DelegatedAct,
];

/** Every code list that `GET /api/dictionary` gives. */
export const CODE_LISTS: readonly CodeList[] = [
  AREA_LEVEL,
  ORG_TYPE,
  ROLE,
  SCOPE_KIND,
  JOB_STATUS,
  AUDIT_ACTION,
  AUDIT_SUBJECT,
  CHAIN_FAULT,
  ...CAMPAIGN_CODE_LISTS,
  ISSUE_STATUS,
  RELATION_TO_HEAD,
  PERSON_FIELD,
  ENTRY_KIND,
  TASK_STATUS,
  RESPONSIBILITY_KIND,
  PLAN_STATE,
  APPLICATION_STATUS,
  DECISION,
  CLOSING_STANDARD,
  STANDARD_ANSWER,
  STANDARD_VERDICT,
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
  REPORT_DECISION,
  CORRECTION_STATUS,
  CONSOLIDATED_AS,
  CORRECTABLE_CELL,
  IMPORT_NOTE_LEVEL,
  CASE_STATUS,
  CASE_STEP,
  CASE_IDENTITY,
  DISCLOSURE,
  NAME_MODE,
  HAND_OVER_STATUS,
  HAND_OVER_DIRECTION,
  HAND_OVER_DECISION,
  BULLETIN_STATUS,
  NOTIFICATION_TOPIC,
  OUTBOX_CHANNEL,
  OUTBOX_STATUS,
  WEBHOOK_KIND,
  BULLETIN_STEP,
  BULLETIN_NOTICE_KIND,
  CASE_ORDER,
  FOLLOW_UP_STATUS,
  INDICATOR,
  FIGURE_UNIT,
  URGE_CHANNEL,
  URGE_SKIP,
  NOTICE_KIND,
  NOTICE_STATUS,
  NOTICE_ORIGIN,
  LADDER_BASIS,
  FEEDBACK_TYPE,
  FEEDBACK_CYCLE,
  FEEDBACK_FORM,
  ADDRESSEE_PART,
  REPLY_STATUS,
  REPLY_VERDICT,
  MEASURE_STATUS,
  MEASURE_DECISION,
  URGE_OBSTACLE,
  DELEGATION_STATUS,
  DELEGATION_END,
  DELEGATION_SIDE,
];

/** Every column of encrypted values; a contract test finds those that are not listed. */
export const SEALED: readonly SealedColumn[] = [
  ...PERSON_COLUMNS,
  CASE_NAME,
  WEBHOOK_URL,
  WEBHOOK_SECRET,
  FACTOR_SECRET,
  PROPOSED_FACTOR_SECRET,
];
