/*
 * View models of documents in official format (GB/T 9704-2012). Longer texts may hold several
 * paragraphs, divided by line breaks. Dates are `YYYY-MM-DD` and printed as 2020年5月9日; absent
 * values are ''. Names are already the public ones (某 …).
 */

/** 版头; '' leaves an element out. */
export interface MastheadModel {
  /** 份号, six digits. */
  readonly copyNo: string;
  /** 密级和保密期限. */
  readonly secrecy: string;
  /** 紧急程度. */
  readonly urgency: string;
  /** 发文机关标志: one organ, or joint organs with the lead first. */
  readonly marks: readonly string[];
  /** 文件 or ''. */
  readonly markSuffix: string;
  /** `安民发〔2020〕15号`. */
  readonly docNo: string;
  /** 签发人, only in documents to a superior. */
  readonly issuer: string;
}

/** 署名, 成文日期, 印章, 附注. */
export interface SignatureModel {
  readonly organs: readonly string[];
  readonly issuedOn: string;
  /** Leaves room and a 〔盖章处〕 mark for the seal; a seal is never drawn. */
  readonly sealed: boolean;
  /** 附注 without its parentheses: `此件公开发布`. */
  readonly note: string;
}

/** 版记. */
export interface ImprintModel {
  /** 抄送 without the label and the final full stop, '' when there is none. */
  readonly copies: string;
  /** 印发机关. */
  readonly printer: string;
  readonly printedOn: string;
}

export interface HeadedText {
  readonly title: string;
  readonly text: string;
}

/** 典型案例通报. */
export interface BulletinModel {
  readonly masthead: MastheadModel;
  readonly title: string;
  /** 主送机关 without the colon. */
  readonly recipients: string;
  /** 引言, one or two paragraphs. */
  readonly opening: string;
  /** In the order printed; the title ends with 问题. */
  readonly cases: readonly HeadedText[];
  /** 剖析. */
  readonly analysis: string;
  /** 要求: title is the bold lead (`提高政治站位`), text the rest. */
  readonly demands: readonly HeadedText[];
  /** Closing paragraph (self-check to be reported by …), '' when none. */
  readonly followUp: string;
  /** 附件说明, names without book marks; attached apart from this file. */
  readonly attachments: readonly string[];
  readonly signature: SignatureModel;
  readonly imprint: ImprintModel;
}

/** 更正、撤回通报 of an issued bulletin, which it names. */
export interface BulletinNoticeModel {
  readonly masthead: MastheadModel;
  readonly title: string;
  readonly recipients: string;
  readonly opening: string;
  /** 更正内容; empty for a withdrawal. */
  readonly changes: readonly {
    readonly place: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly closing: string;
  readonly signature: SignatureModel;
  readonly imprint: ImprintModel;
}

/** 归档件: what was issued, with a page that tells its digest and everybody who acted on it. */
export interface ArchiveSheetModel {
  readonly title: string;
  readonly docNo: string;
  readonly org: string;
  readonly documentTitle: string;
  readonly disclosure: string;
  readonly signedOn: string;
  readonly issuedOn: string;
  readonly caseNos: readonly string[];
  /** SHA-256 of the sealed document, in groups that can be compared by eye. */
  readonly digest: readonly string[];
  readonly steps: readonly {
    readonly round: string;
    readonly step: string;
    readonly decision: string;
    readonly opinion: string;
    readonly person: string;
    readonly decidedOn: string;
  }[];
  /** Later notices about it: `已由安民发〔2020〕20号撤回`. */
  readonly remarks: readonly string[];
}

export interface BulletinArchiveModel {
  readonly document: BulletinModel;
  readonly archive: ArchiveSheetModel;
}

export interface NoticeArchiveModel {
  readonly document: BulletinNoticeModel;
  readonly archive: ArchiveSheetModel;
}

export interface IndicatorModel {
  readonly name: string;
  /** 个, %, 元 … */
  readonly unit: string;
  /** As printed: `98.71`, `—`. */
  readonly current: string;
  readonly cumulative: string;
  readonly remark: string;
}

/** 季度工作总结, with the indicators as its attachment. */
export interface QuarterlySummaryModel {
  readonly title: string;
  /** '' when it goes out as an attachment of a letter. */
  readonly recipients: string;
  readonly opening: string;
  /** 一、总体进展. */
  readonly overview: string;
  /** 二、重点任务推进: one for each task. */
  readonly tasks: readonly HeadedText[];
  /** 三、典型做法与成效. */
  readonly practices: readonly HeadedText[];
  /** 四、违纪违法案件查处. */
  readonly discipline: string;
  /** 五、存在问题: each printed after 一是, 二是 … */
  readonly problems: readonly string[];
  /** 六、下一步打算: matches the problems. */
  readonly plans: readonly string[];
  /** 七、意见建议; left out when empty. */
  readonly suggestions: readonly string[];
  /** Names of further attachments that are sent apart, after the indicator table. */
  readonly attachments: readonly string[];
  readonly signature: SignatureModel;
  readonly indicators: {
    /** Title of attachment 1: `2020年第二季度农村低保专项治理指标表`. */
    readonly title: string;
    readonly unit: string;
    readonly asOf: string;
    readonly groups: readonly {
      readonly name: string;
      readonly indicators: readonly IndicatorModel[];
    }[];
  };
}

/** 催报通知: one report of one period, with the units that have not handed it in as its attachment. */
export interface UrgeNoticeModel {
  readonly masthead: MastheadModel;
  readonly title: string;
  /** 主送机关 without the colon. */
  readonly recipients: string;
  readonly opening: string;
  /** Each a sentence, printed with a number of its own. */
  readonly demands: readonly string[];
  readonly signature: SignatureModel;
  readonly list: {
    /** Title of the attachment: `未报送单位名单`. */
    readonly title: string;
    /** `2020-06-01 09:00`. */
    readonly asOf: string;
    readonly units: readonly {
      readonly unit: string;
      /** `2020年5月30日`, with the hour when it is not the end of the day. */
      readonly due: string;
      readonly overdue: string;
      readonly urges: string;
    }[];
  };
}
