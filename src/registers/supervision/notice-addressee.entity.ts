import { Entity, Index } from 'typeorm';
import { Unit } from '../../identity/unit.entity.js';
import { CodeColumn, IdColumn, IntegerColumn, RefColumn } from '../../platform/database/columns.js';
import { Issue } from '../issues/issue.entity.js';
import { Notice } from './notice.entity.js';
import type { AddresseePart } from './supervision.codes.js';

/** A unit that an issued notice reaches. Written at issuance, never changed. */
@Entity('supervision_notice_units')
@Index(['noticeId', 'unitId'], { unique: true })
@Index(['unitId', 'noticeId'])
export class NoticeUnit {
  @IdColumn() id: string;
  @RefColumn(() => Notice) noticeId: string;
  @RefColumn(() => Unit) unitId: string;
  @CodeColumn() part: AddresseePart;
}

/** An issue that an issued notice is about, in the round it then was in. */
@Entity('supervision_notice_issues')
@Index(['noticeId', 'issueId'], { unique: true })
@Index(['issueId', 'cycleNo', 'noticeId'])
export class NoticeIssue {
  @IdColumn() id: string;
  @RefColumn(() => Notice) noticeId: string;
  @RefColumn(() => Issue) issueId: string;
  @IntegerColumn() cycleNo: number;
}
