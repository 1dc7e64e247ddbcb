import { Entity, Index } from 'typeorm';
import { Campaign } from '../../campaigns/campaign.entity.js';
import type { SuperviseLevel } from '../../campaigns/codes/issue-codes.js';
import { Unit } from '../../identity/unit.entity.js';
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
  RowVersionColumn,
  StringColumn,
  TextColumn,
} from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';
import type {
  FeedbackCycle,
  FeedbackForm,
  FeedbackType,
  LadderBasis,
  NoticeKind,
  NoticeOrigin,
  NoticeStatus,
} from './supervision.codes.js';

const NULL = { nullable: true } as const;

/** One line of 材料清单 (D07). */
export interface NoticeMaterial {
  readonly name: string;
  readonly pages?: number | undefined;
}

/**
 * 督办单 (D06) or 交办单 (D07). What it says is frozen by the database once it is issued; the columns
 * from `signedOn` on tell what has become of it.
 */
@Entity('supervision_notices')
@Index(['bureauId', 'docNo'], { unique: true })
@Index(['ladderIssueId', 'ladderCycleNo', 'basis', 'markOn', 'level'], { unique: true })
@Index(['campaignId', 'status', 'id'])
@Index(['bureauId', 'createdAt', 'id'])
@Index(['campaignId', 'leadUnitId', 'level', 'issuedOn'])
export class Notice {
  @IdColumn() id: string;
  @CodeColumn() kind: NoticeKind;
  @RefColumn(() => Campaign) campaignId: string;
  @RefColumn(() => Unit) bureauId: string;
  @CodeColumn() status: NoticeStatus;
  @StringColumn(40, NULL) docNo: string | null;
  /** Of a 督办单 only. */
  @CodeColumn(NULL) level: SuperviseLevel | null;
  @StringColumn(200) title: string;
  /** 督办内容、要求; on a 交办单 事项摘要. */
  @TextColumn() content: string;
  @StringColumn(60, NULL) instructingLeader: string | null;
  @TextColumn(NULL) instruction: string | null;
  @StringColumn(60, NULL) leadLeader: string | null;
  @StringColumn(200, NULL) coLeaders: string | null;
  /** 牵头单位; on a 交办单 承办单位. */
  @RefColumn(() => Unit) leadUnitId: string;
  @JsonColumn() coUnitIds: string[];
  @JsonColumn() issueIds: string[];
  @DateColumn(NULL) dueOn: string | null;
  @CodeColumn(NULL) feedbackType: FeedbackType | null;
  @CodeColumn(NULL) feedbackCycle: FeedbackCycle | null;
  @CodeColumn(NULL) source: string | null;
  @StringColumn(100, NULL) sourceDocNo: string | null;
  @TextColumn(NULL) requirements: string | null;
  @CodeColumn(NULL) feedbackForm: FeedbackForm | null;
  /** False is 转办: the unit signs for it and need not report. */
  @FlagColumn({ default: 1 }) feedbackRequired: boolean;
  @JsonColumn() materials: NoticeMaterial[];
  @StringColumn(60, NULL) contact: string | null;
  @StringColumn(40, NULL) phone: string | null;
  @CodeColumn() origin: NoticeOrigin;
  /** The rung of the ladder that the program took; each rung once. */
  @RefColumn(() => Issue, NULL) ladderIssueId: string | null;
  @IntegerColumn(NULL) ladderCycleNo: number | null;
  @CodeColumn(NULL) basis: LadderBasis | null;
  /** The date that passed. */
  @DateColumn(NULL) markOn: string | null;
  @LooseRefColumn(NULL) draftedBy: string | null;
  @StringColumn(100) draftedByName: string;
  @InstantColumn() createdAt: string;
  @InstantColumn() updatedAt: string;
  @DateColumn(NULL) issuedOn: string | null;
  @InstantColumn(NULL) issuedAt: string | null;
  @LooseRefColumn(NULL) issuedBy: string | null;
  @StringColumn(100, NULL) issuedByName: string | null;
  @DateColumn(NULL) signDueOn: string | null;
  @DateColumn(NULL) signedOn: string | null;
  @InstantColumn(NULL) signedAt: string | null;
  @StringColumn(100, NULL) signedByName: string | null;
  /** Day of the next reply; null when none is owed any more. */
  @DateColumn(NULL) feedbackDueOn: string | null;
  @IntegerColumn({ default: 0 }) replyCount: number;
  @IntegerColumn({ default: 0 }) returnCount: number;
  @DateColumn(NULL) finishedOn: string | null;
  /** Why it was withdrawn, or concluded without a reply. */
  @TextColumn(NULL) closingNote: string | null;
  @LooseRefColumn(NULL) closedBy: string | null;
  @StringColumn(100, NULL) closedByName: string | null;
  @RowVersionColumn() version: number;
}
