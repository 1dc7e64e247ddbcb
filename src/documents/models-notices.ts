/*
 * View models of 督办单 (D06) and 交办单 (D07). All values are printed as they stand: codes as Chinese
 * labels, dates as `YYYY-MM-DD` (printed as 2020年5月9日), absent values as ''.
 */

/** One answer of the receiving unit. */
export interface NoticeReplyModel {
  /** `第1次回复`. */
  readonly no: string;
  readonly process: string;
  readonly conclusion: string;
  readonly opinion: string;
  /** `佐证材料3份；…`, or ''. */
  readonly attachments: string;
  readonly handler: string;
  readonly leader: string;
  readonly signedOn: string;
}

/** What the issuing bureau found of it. */
export interface NoticeReviewModel {
  readonly no: string;
  /** 办结, 退回重办 or 继续督办. */
  readonly verdict: string;
  /** `事实清楚：是；问题解决：否；…`. */
  readonly answers: string;
  readonly opinion: string;
  readonly demand: string;
  readonly reviewer: string;
  readonly reviewedOn: string;
}

/** What both forms print. */
interface NoticeFormModel {
  readonly title: string;
  /** 文号; of a draft `（送审稿）`. */
  readonly docNo: string;
  readonly fromOrg: string;
  readonly subject: string;
  /** Paragraphs divided by line breaks. */
  readonly content: string;
  readonly leadOrg: string;
  readonly coOrgs: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly contact: string;
  readonly phone: string;
  readonly issuer: string;
  readonly signedBy: string;
  readonly signedOn: string;
  /** Why it was withdrawn, or ''. */
  readonly withdrawn: string;
  readonly replies: readonly NoticeReplyModel[];
  readonly reviews: readonly NoticeReviewModel[];
}

/** D06 督办单. */
export interface SuperviseNoticeModel extends NoticeFormModel {
  /** In words: `蓝色（提示）`; colour is never needed to read it. */
  readonly level: string;
  readonly instructingLeader: string;
  readonly instruction: string;
  readonly leadLeader: string;
  readonly coLeaders: string;
  /** `定期反馈（每周）`. */
  readonly feedback: string;
  readonly issues: readonly { readonly issueNo: string; readonly statement: string }[];
  readonly finishedOn: string;
}

/** D07 交办单, with the 回执. */
export interface AssignNoticeModel extends NoticeFormModel {
  readonly source: string;
  readonly sourceDocNo: string;
  readonly requirements: string;
  /** `书面报告及附件`; `不须报结果（转办）`. */
  readonly feedback: string;
  readonly materials: readonly { readonly name: string; readonly pages: string }[];
}
