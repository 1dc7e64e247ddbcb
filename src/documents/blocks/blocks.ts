import { type RoleName } from '../fonts/font-roles.js';

/**
 * The block document: what a page says, before it is known where. Golden tests compare it, layout
 * reads it, nothing else does. All text is plain; a line break inside a text is `\n`.
 */
export type BlockDocument = OfficialDocument | SheetDocument;

export type Align = 'left' | 'center' | 'right';

/** A stretch of text; `strong` is set in 黑体. */
export interface Run {
  readonly text: string;
  readonly strong?: true;
}

/** One paragraph inside a table cell. */
export interface CellPart {
  readonly text: string;
  readonly align?: Align;
  /** Set at the bottom of the cell (signature and date of an opinion box). */
  readonly atFoot?: true;
}

export interface Cell {
  readonly parts: readonly CellPart[];
  /** A label: 黑体, centred, shaded in headers. */
  readonly label?: true;
  readonly colSpan?: number;
  readonly rowSpan?: number;
  readonly align?: Align;
}

export interface Row {
  readonly cells: readonly Cell[];
  /** Millimetres the row is at least high. */
  readonly minHeight?: number;
}

export interface Column {
  /** Share of the table width. */
  readonly weight: number;
  readonly align: Align;
  /** Codes, dates and numbers of this column never break: the column is made wide enough. */
  readonly whole: boolean;
}

export interface Table {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  /** Repeated on every page. */
  readonly head: readonly Row[];
  readonly body: readonly Row[];
  /** Totals; stay on the page of the last body row. */
  readonly foot: readonly Row[];
}

/** A list or form on one or more sheets with table furniture (台账, 清单, 审批表). */
export interface SheetDocument {
  readonly layout: 'sheet';
  readonly paper: 'A4' | 'A3';
  readonly orientation: 'landscape' | 'portrait';
  readonly title: string;
  /** Second line: 填报单位 left, period right. */
  readonly left: string;
  readonly right: string;
  readonly table: Table;
  /** Lines under the table on the last page. */
  readonly notes: readonly string[];
  /** 填表人, 审核人 …: spread over the width, under the notes. */
  readonly signatures: readonly string[];
  /** Small print at the foot of every page: as-of instant and snapshot hash. */
  readonly imprint: string;
}

/** Headings by official level: 1 一、黑体; 2 （一）楷体; 3 and 4 仿宋. */
export interface Heading {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3 | 4;
  readonly runs: readonly Run[];
}
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly role: 'body' | 'flush' | 'note';
  readonly runs: readonly Run[];
}
/** 附件说明. */
export interface AttachmentNote {
  readonly kind: 'attachment-note';
  readonly items: readonly string[];
}
export interface SignatureBlock {
  readonly kind: 'signature';
  readonly organs: readonly string[];
  readonly date: string;
  /** Room and a 〔盖章处〕 mark for the seal. */
  readonly sealed: boolean;
}
export type OfficialBlock = Heading | Paragraph | AttachmentNote | SignatureBlock | Table;

export interface Attachment {
  /** 附件 or 附件1. */
  readonly label: string;
  readonly title: string;
  readonly blocks: readonly OfficialBlock[];
}

/** 版头; empty strings are elements that are not used. */
export interface Masthead {
  readonly copyNo: string;
  readonly secrecy: string;
  readonly urgency: string;
  /** 发文机关标志, one line per organ. */
  readonly marks: readonly string[];
  /** 文件, set right of several organs; part of the mark line when there is one organ. */
  readonly markSuffix: string;
  readonly docNo: string;
  /** 签发人 of a document to a superior (上行文). */
  readonly issuer: string;
}

/** 版记. */
export interface Imprint {
  readonly copies: string;
  readonly printer: string;
  readonly printed: string;
}

/** A document in the format of GB/T 9704-2012. */
export interface OfficialDocument {
  readonly layout: 'official';
  /** Absent for texts that go out as an attachment of a letter. */
  readonly masthead?: Masthead;
  readonly title: string;
  readonly blocks: readonly OfficialBlock[];
  readonly attachments: readonly Attachment[];
  readonly imprint?: Imprint;
}

/** The role that draws a heading of the level (GB/T 9704-2012 §7.3.3). */
export const HEADING_ROLE: Readonly<Record<Heading['level'], RoleName>> = {
  1: 'hei',
  2: 'kai',
  3: 'fang',
  4: 'fang',
};
