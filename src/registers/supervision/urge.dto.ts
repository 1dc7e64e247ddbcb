import { OmitType } from '@nestjs/swagger';
import { IdsField, ObjectField, TextField } from '../../platform/http/fields.js';
import {
  OutCode,
  OutId,
  OutInstant,
  OutObject,
  OutObjects,
  OutText,
  NamedRef,
} from '../../platform/http/output.js';
import { IssueFilters } from '../issues/issue.list-query.js';
import { URGE_OBSTACLE } from './supervision.codes.js';

export class IssueUrgeBody {
  @TextField({ label: '催办内容', optional: true, max: 500, example: '请尽快补报入户核查表' })
  note?: string;
}

/** Filters of 问题清单. */
export class IssueUrgeFilter extends OmitType(IssueFilters, ['page', 'pageSize']) {}

export class IssueUrgeBatchBody extends IssueUrgeBody {
  @IdsField({ label: '问题', optional: true, max: 200, description: '与筛选条件二选一' })
  issueIds?: string[];

  @ObjectField(() => IssueUrgeFilter, { label: '筛选条件', optional: true })
  filter?: IssueUrgeFilter;
}

export class IssueUrgeItem {
  @OutId('催办') id: string;
  @OutId('问题') issueId: string;
  @OutText('问题编号', { nullable: true }) issueNo: string | null;
  @OutObject(() => NamedRef, '被催办单位') unit: NamedRef;
  @OutText('催办内容', { nullable: true }) note: string | null;
  @OutText('催办人') urgedByName: string;
  @OutInstant('催办时间') urgedAt: string;
}

export class SkippedIssueUrge {
  @OutId('问题') issueId: string;
  @OutText('问题编号', { nullable: true }) issueNo: string | null;
  @OutCode(URGE_OBSTACLE) code: string;
  @OutText('未催办原因') reason: string;
}

export class IssueUrgeBatchResult {
  @OutObjects(() => IssueUrgeItem, '已催办') urged: IssueUrgeItem[];
  @OutObjects(() => SkippedIssueUrge, '未催办') skipped: SkippedIssueUrge[];
}
