import type { HeadedText, SignatureModel } from './models-official.js';
import type { SheetFurniture } from './models-sheets.js';

/*
 * View models of what goes to and fro with reports. Longer texts may hold several paragraphs, divided
 * by line breaks; absent values are ''.
 */

/** 进展情况报告, and every other report that is a letter in parts (方案, 专题报告). */
export interface ReportLetterModel {
  readonly title: string;
  /** 主送机关 without the colon. */
  readonly recipients: string;
  readonly opening: string;
  /** 一、二、三… with their titles. */
  readonly sections: readonly HeadedText[];
  /** 附件说明, names without book marks; attached apart from this file. */
  readonly attachments: readonly string[];
  readonly signature: SignatureModel;
}

/** 零报告单. */
export interface NilReportModel extends SheetFurniture {
  readonly receiver: string;
  readonly ruleName: string;
  /** The sentence that says there was nothing. */
  readonly statement: string;
  /** 期初, 期末 … as they are printed. */
  readonly figures: readonly { readonly name: string; readonly value: string }[];
}

/** 报告退回重报通知. */
export interface ReportReturnModel {
  readonly title: string;
  readonly recipients: string;
  readonly opening: string;
  readonly reason: string;
  readonly items: readonly string[];
  readonly demand: string;
  readonly closing: string;
  readonly signature: SignatureModel;
}

/** 更正报告, with before and after side by side. */
export interface CorrectionReportModel {
  readonly title: string;
  /** Of the attached table with the changes. */
  readonly tableTitle: string;
  readonly recipients: string;
  readonly opening: string;
  readonly reason: string;
  readonly changes: readonly {
    readonly place: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly closing: string;
  readonly signature: SignatureModel;
}

/** One line of the consolidated table; numbers as printed, '—' where there is none. */
export interface ConsolidationRowModel {
  readonly seq: string;
  readonly unit: string;
  readonly category: string;
  readonly total: string;
  readonly rectified: string;
  readonly closed: string;
  readonly overdue: string;
  readonly extended: string;
  readonly carriedOver: string;
}

/** One unit's report in the consolidated table. */
export interface ConsolidationUnitModel {
  readonly seq: number;
  readonly unit: string;
  readonly standing: string;
  readonly version: string;
  readonly asOf: string;
  readonly opening: string;
  readonly movement: string;
  readonly closing: string;
  readonly punctuality: string;
}

/** 问题整改汇总表: by unit and category, then how each unit reported. */
export interface ConsolidationTableModel extends SheetFurniture {
  readonly rows: readonly ConsolidationRowModel[];
  readonly units: readonly ConsolidationUnitModel[];
  readonly notes: readonly string[];
}
