import { Entity, Index } from 'typeorm';
import type { VerificationConclusion } from '../../campaigns/codes/issue-codes.js';
import {
  CodeColumn,
  DateColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LooseRefColumn,
  RefColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Notice } from './notice.entity.js';
import type { ReplyStatus, ReplyVerdict } from './supervision.codes.js';

/** 回执: what the receiving unit answers; valid once another user of the unit has signed it. */
@Entity('supervision_replies')
@Index(['noticeId', 'replyNo'], { unique: true })
export class NoticeReply {
  @IdColumn() id: string;
  @RefColumn(() => Notice) noticeId: string;
  /** 1, 2, 3 … on the notice. */
  @IntegerColumn() replyNo: number;
  @CodeColumn() status: ReplyStatus;
  /** Day by which this reply was owed. */
  @DateColumn({ nullable: true }) dueOn: string | null;
  @TextColumn() process: string;
  @CodeColumn() conclusion: VerificationConclusion;
  @TextColumn() opinion: string;
  @StringColumn(60) handler: string;
  @JsonColumn() evidenceIds: string[];
  @TextColumn({ nullable: true }) attachmentNote: string | null;
  @LooseRefColumn() repliedBy: string;
  @StringColumn(100) repliedByName: string;
  @InstantColumn() repliedAt: string;
  @LooseRefColumn({ nullable: true }) signedBy: string | null;
  @StringColumn(100, { nullable: true }) signedByName: string | null;
  @InstantColumn({ nullable: true }) signedAt: string | null;
  @DateColumn({ nullable: true }) signedOn: string | null;
}

/** What the issuing bureau found of a reply. Append-only. */
@Entity('supervision_reviews')
@Index(['replyId'], { unique: true })
export class ReplyReview {
  @IdColumn() id: string;
  @RefColumn(() => NoticeReply) replyId: string;
  @RefColumn(() => Notice, { index: true }) noticeId: string;
  @CodeColumn() verdict: ReplyVerdict;
  @FlagColumn() factsClear: boolean;
  @FlagColumn() problemSolved: boolean;
  @FlagColumn() measuresCompliant: boolean;
  @FlagColumn() papersInOrder: boolean;
  @TextColumn() opinion: string;
  @TextColumn({ nullable: true }) demand: string | null;
  /** When the next reply is owed, after 退回重办 and 继续督办. */
  @DateColumn({ nullable: true }) dueOn: string | null;
  @LooseRefColumn() reviewedBy: string;
  @StringColumn(100) reviewedByName: string;
  @InstantColumn() reviewedAt: string;
}
