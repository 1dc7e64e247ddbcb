import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import {
  NamedRef,
  OutCode,
  OutDate,
  OutFlag,
  OutId,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { ISSUE_STATUS } from '../codes.js';
import { RESPONSIBILITY_KIND } from './responsibility.codes.js';

const NULLABLE = { nullable: true } as const;

/** One duty of one issue. */
export class ResponsibilityBody {
  @OutId('责任条目') id: string;
  @OutInteger('序号') seq: number;
  @OutCode(RESPONSIBILITY_KIND) kind: string;
  @OutInteger('整改轮次') cycleNo: number;
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutId('用户', NULLABLE) userId: string | null;
  @OutText('姓名', NULLABLE) personName: string | null;
  @OutText('职务', NULLABLE) post: string | null;
  @OutText('联系电话（遮蔽）', { nullable: true, example: '138****5678' }) phone: string | null;
  @OutText('责任内容') duty: string;
}

export class ResponsibleParty {
  @OutText('姓名', NULLABLE) name: string | null;
  @OutText('职务', NULLABLE) post: string | null;
  @OutObject(() => NamedRef, '单位') unit: NamedRef;
  @OutText('联系电话（遮蔽）', { nullable: true, example: '138****5678' }) phone: string | null;
  @OutText('责任内容') duty: string;
}

/** One line of 责任清单 (D03): who answers for one issue. */
export class ResponsibilityLine {
  @OutId('问题') issueId: string;
  @OutText('问题编号', NULLABLE) issueNo: string | null;
  @OutTexts('任务编号') taskNos: string[];
  @OutText('问题摘要（不超过60字）') summary: string;
  @OutCode(ISSUE_STATUS) status: string;
  @OutCode(PROBLEM_CATEGORY, NULLABLE) category: string | null;
  @OutInteger('整改轮次') cycleNo: number;
  @OutObjects(() => ResponsibleParty, '责任领导') leaders: ResponsibleParty[];
  @OutObject(() => NamedRef, '牵头单位', NULLABLE) leadUnit: NamedRef | null;
  @OutObject(() => NamedRef, '责任单位', NULLABLE) responsibleUnit: NamedRef | null;
  @OutObjects(() => NamedRef, '责任科室') divisions: NamedRef[];
  @OutObjects(() => ResponsibleParty, '责任人') persons: ResponsibleParty[];
  @OutObjects(() => NamedRef, '配合单位') coUnits: NamedRef[];
  @OutObjects(() => ResponsibleParty, '督办人') supervisors: ResponsibleParty[];
  @OutObjects(() => ResponsibleParty, '联系人') contacts: ResponsibleParty[];
  @OutDate('完成时限', NULLABLE) dueOn: string | null;
  @OutFlag('是否逾期') overdue: boolean;
}
