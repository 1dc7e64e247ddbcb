import { type AssignNoticeModel, type SuperviseNoticeModel } from './models-notices.js';
import {
  type BulletinArchiveModel,
  type BulletinModel,
  type BulletinNoticeModel,
  type NoticeArchiveModel,
  type QuarterlySummaryModel,
  type UrgeNoticeModel,
} from './models-official.js';
import {
  type ConsolidationTableModel,
  type CorrectionReportModel,
  type NilReportModel,
  type ReportLetterModel,
  type ReportReturnModel,
} from './models-reports.js';
import {
  type CaseFormModel,
  type ClosureApplicationModel,
  type IssueListModel,
  type RectificationLedgerModel,
  type ResponsibilityListModel,
  type TaskListModel,
  type UnresolvedListModel,
} from './models-sheets.js';

/** Every template with the view model it prints; the name is the file name in `templates/documents`. */
export interface TemplateModels {
  'rectification-ledger': RectificationLedgerModel;
  'issue-list': IssueListModel;
  'task-list': TaskListModel;
  'responsibility-list': ResponsibilityListModel;
  'closure-application': ClosureApplicationModel;
  'case-form': CaseFormModel;
  'unresolved-list': UnresolvedListModel;
  'supervise-notice': SuperviseNoticeModel;
  'assign-notice': AssignNoticeModel;
  bulletin: BulletinModel;
  'bulletin-archive': BulletinArchiveModel;
  'bulletin-notice': BulletinNoticeModel;
  'bulletin-notice-archive': NoticeArchiveModel;
  'quarterly-summary': QuarterlySummaryModel;
  'urge-notice': UrgeNoticeModel;
  'report-letter': ReportLetterModel;
  'nil-report': NilReportModel;
  'report-return': ReportReturnModel;
  'correction-report': CorrectionReportModel;
  'consolidation-table': ConsolidationTableModel;
}
export type TemplateName = keyof TemplateModels;

/** What makes a rendering unique: with equal template and model, equal stamps give equal bytes. */
export interface DocumentStamp {
  /** ISO instant, printed in the file's properties. */
  readonly createdAt: string;
  /** Snapshot hash or record id; seeds the PDF file id. */
  readonly id: string;
}
