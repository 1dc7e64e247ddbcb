/*
 * View models of the ledger and the three lists. All values are printed as they stand: codes as
 * Chinese labels, money as `1,320.00` (yuan), dates as `YYYY-MM-DD`, absent values as ''. Line
 * breaks in a value are kept. Personal data is masked before it gets here.
 */

/** What all ledgers and lists print around their table. */
export interface SheetFurniture {
  readonly title: string;
  readonly paper: 'A4' | 'A3';
  /** 填报单位. */
  readonly unit: string;
  /** As printed at the right: `2020年5月` or `2020年第二季度`. */
  readonly period: string;
  /** As-of instant in local time, `2020-05-30 18:00`. */
  readonly asOf: string;
  /** Hex digest of the sealed snapshot; the first 12 digits are printed. '' for a live view. */
  readonly snapshotHash: string;
  /** 填表人, 审核人, 单位负责人, 联系电话; '' leaves room for writing. */
  readonly preparedBy: string;
  readonly reviewedBy: string;
  readonly leader: string;
  readonly phone: string;
}

/** 期初 + 新增 + 重开 + 移入 − 销号 − 移出 − 撤并 = 期末. */
export interface LedgerBalanceModel {
  readonly opening: number;
  readonly opened: number;
  readonly reopened: number;
  readonly transferredIn: number;
  readonly closed: number;
  readonly transferredOut: number;
  readonly removed: number;
  readonly closing: number;
}

export interface LedgerRowModel {
  readonly seq: number;
  readonly issueNo: string;
  readonly source: string;
  readonly category: string;
  readonly statement: string;
  readonly causeAnalysis: string;
  /** Printed numbered 1. 2. 3. */
  readonly measures: readonly string[];
  readonly currentDeadline: string;
  /** '' unless the deadline was extended; then printed under the current one as （原…）. */
  readonly originalDeadline: string;
  /** Name or post of the leader in charge, unit, and person in charge: three lines of one cell. */
  readonly responsibleLeader: string;
  readonly responsibleOrg: string;
  readonly responsiblePerson: string;
  readonly progress: string;
  readonly status: string;
  readonly closedOn: string;
  /** 绿, 黄, 红 or ''. */
  readonly light: string;
  readonly remark: string;
}

/** D04 整改台账. */
export interface RectificationLedgerModel extends SheetFurniture {
  readonly rows: readonly LedgerRowModel[];
  readonly totals: {
    readonly count: number;
    readonly closed: number;
    readonly open: number;
    readonly overdue: number;
    /** 挂账（持续整改） among the open ones. */
    readonly carriedOver: number;
    /** 撤销, 并案, 移送: on the list, but neither closed nor open. */
    readonly left: number;
  };
  readonly balance: LedgerBalanceModel;
  /** Further lines under the table (口径, 在途), each printed as 注：…; often empty. */
  readonly notes: readonly string[];
}

export interface IssueListRowModel {
  readonly seq: number;
  readonly issueNo: string;
  /** Source label, with document number and item number where known. */
  readonly source: string;
  readonly foundOn: string;
  readonly category: string;
  readonly statement: string;
  readonly detail: string;
  readonly area: string;
  readonly householdCount: string;
  readonly personCount: string;
  /** Yuan. */
  readonly amountInvolved: string;
  readonly nature: string;
  readonly scope: string;
  readonly severity: string;
  readonly causeAnalysis: string;
  readonly responsibleOrg: string;
  readonly remark: string;
}

/** D01 问题清单. */
export interface IssueListModel extends SheetFurniture {
  readonly rows: readonly IssueListRowModel[];
  readonly totals: {
    readonly count: number;
    readonly householdCount: string;
    readonly personCount: string;
    readonly amountInvolved: string;
  };
}

export interface TaskListRowModel {
  readonly seq: number;
  readonly taskNo: string;
  /** Numbers of the issues it answers, one line each; empty for campaign tasks. */
  readonly issueNos: readonly string[];
  readonly taskGroup: string;
  readonly title: string;
  readonly goal: string;
  readonly measures: readonly string[];
  /** Stage goals as printed: `6月底前完成走访`. */
  readonly milestones: readonly string[];
  /** `YYYY-MM-DD` or a text such as `2020年5月底并长期坚持`. */
  readonly due: string;
  readonly rectificationType: string;
  readonly leadOrg: string;
  readonly leadDivision: string;
  readonly coOrgs: string;
  /** Percent without the sign, or ''. */
  readonly progress: string;
  readonly status: string;
}

/** D02 任务清单. */
export interface TaskListModel extends SheetFurniture {
  readonly rows: readonly TaskListRowModel[];
  readonly totals: { readonly count: number; readonly done: number; readonly overdue: number };
}

export interface ResponsibilityRowModel {
  readonly seq: number;
  /** Issue or task number. */
  readonly no: string;
  readonly summary: string;
  readonly responsibleLeader: string;
  readonly leadOrg: string;
  readonly responsibleOrgs: string;
  readonly division: string;
  readonly responsiblePerson: string;
  readonly duty: string;
  readonly supervisor: string;
  readonly dueOn: string;
}

/** D03 责任清单. */
export interface ResponsibilityListModel extends SheetFurniture {
  readonly rows: readonly ResponsibilityRowModel[];
}

export interface UnresolvedRowModel {
  readonly seq: number;
  readonly issueNo: string;
  readonly statement: string;
  readonly responsibleOrg: string;
  readonly currentDeadline: string;
  /** Days, or `持续整改` for an issue whose deadline does not bind. */
  readonly overdueDays: string;
  readonly reason: string;
  readonly measures: string;
  readonly nextStep: string;
  readonly expectedFinishOn: string;
  readonly responsiblePerson: string;
}

/** 未整改到位问题清单 (domain §4.5). */
export interface UnresolvedListModel extends SheetFurniture {
  readonly rows: readonly UnresolvedRowModel[];
  /** One sum line for each reason that occurs. */
  readonly reasons: readonly { readonly reason: string; readonly text: string }[];
  readonly totals: {
    readonly count: number;
    readonly overdue: number;
    readonly carriedOver: number;
  };
  /** How many units have rectified everything, most, or less; each printed as 注：…. */
  readonly notes: readonly string[];
}

/** One review box of the close-out form; a step not yet decided has '' everywhere but `step`. */
export interface ReviewStepModel {
  /** `初审意见（社会救助科）`, `会签意见（派驻纪检监察组）`, `审定意见（局党组）` … */
  readonly step: string;
  /** `同意销号`, `退回` …; '' while undecided. */
  readonly decision: string;
  readonly opinion: string;
  readonly reviewer: string;
  /** `YYYY-MM-DD`, printed as 2020年5月9日. */
  readonly decidedOn: string;
}

/** D05 销号申请（审批）表. */
export interface ClosureApplicationModel {
  readonly title: string;
  /** Number of the application or, once approved, 销号编号. */
  readonly closureNo: string;
  readonly applicantOrg: string;
  readonly appliedOn: string;
  /** `第1次`. */
  readonly attempt: string;
  readonly issueNo: string;
  readonly source: string;
  readonly category: string;
  readonly severity: string;
  readonly statement: string;
  readonly responsibleOrg: string;
  readonly responsibleLeader: string;
  readonly responsiblePerson: string;
  readonly currentDeadline: string;
  readonly originalDeadline: string;
  readonly rectifiedOn: string;
  /** One for each measure. */
  readonly measureResults: readonly {
    readonly measure: string;
    readonly result: string;
    /** `已落实` or `未落实`. */
    readonly done: string;
  }[];
  /** 见人, 见事, 见结果. */
  readonly resultPerson: string;
  readonly resultFact: string;
  readonly resultOutcome: string;
  /** Yuan, or '' where it does not apply. */
  readonly recoveredAmount: string;
  readonly refundedAmount: string;
  readonly dealtPersons: string;
  readonly rulesMade: string;
  readonly extendedCheck: string;
  readonly beneficiaryOpinion: string;
  /** 佐证材料目录. */
  readonly evidence: readonly {
    readonly name: string;
    readonly type: string;
    readonly pages: string;
  }[];
  readonly siteCheck: string;
  readonly applicantOpinion: string;
  readonly applicantLeader: string;
  readonly applicantSignedOn: string;
  /** Every step of the closure policy, decided or not. */
  readonly reviews: readonly ReviewStepModel[];
  /** '' until approved. */
  readonly closedOn: string;
  readonly asOf: string;
  readonly snapshotHash: string;
}

/** D10 典型案例审批表. People appear under their public names only. */
export interface CaseFormModel {
  readonly title: string;
  readonly caseNo: string;
  readonly org: string;
  readonly quarter: string;
  readonly caseTitle: string;
  readonly violationType: string;
  /** Number of the issue it comes from, or ''. */
  readonly issueNo: string;
  readonly place: string;
  readonly disclosure: string;
  readonly mode: string;
  readonly concludedOn: string;
  readonly persons: readonly {
    readonly publicName: string;
    readonly post: string;
    readonly identity: string;
    /** 党员, 非党员 or ''. */
    readonly party: string;
    /** One line for each sanction. */
    readonly sanctions: readonly string[];
    /** 另案处理, 移交纪委监委, 同意实名 …; '' when there is none. */
    readonly remark: string;
  }[];
  readonly facts: string;
  readonly households: string;
  readonly people: string;
  /** Yuan. */
  readonly amount: string;
  readonly due: string;
  readonly recovered: string;
  readonly waived: string;
  readonly outstanding: string;
  readonly waiverNote: string;
  readonly rectification: string;
  readonly analysis: string;
  readonly lesson: string;
  readonly draftedBy: string;
  readonly draftedOn: string;
  /** 核实, 审核, 称谓确认; a step not yet decided has '' everywhere but `step`. */
  readonly reviews: readonly ReviewStepModel[];
  readonly asOf: string;
  readonly snapshotHash: string;
}
