import { type BulletinModel, type QuarterlySummaryModel } from './models-official.js';
import {
  type ConsolidationTableModel,
  type CorrectionReportModel,
  type NilReportModel,
  type ReportLetterModel,
  type ReportReturnModel,
} from './models-reports.js';
import {
  type ClosureApplicationModel,
  type IssueListModel,
  type RectificationLedgerModel,
  type ResponsibilityListModel,
  type TaskListModel,
} from './models-sheets.js';

/** Every template with the view model it prints; the name is the file name in `templates/documents`. */
export interface TemplateModels {
  'rectification-ledger': RectificationLedgerModel;
  'issue-list': IssueListModel;
  'task-list': TaskListModel;
  'responsibility-list': ResponsibilityListModel;
  'closure-application': ClosureApplicationModel;
  bulletin: BulletinModel;
  'quarterly-summary': QuarterlySummaryModel;
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
