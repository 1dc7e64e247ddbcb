import {
  NamedRef,
  OutCode,
  OutFlag,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
} from '../../../platform/http/output.js';
import { IssueListItem } from '../issue.body.js';
import { RELATION_TO_HEAD } from './person.codes.js';

const NULLABLE = { nullable: true } as const;

/** A person as everybody who reads the issue sees it: masked. */
export class PersonBody {
  @OutId('涉及对象') id: string;
  @OutId('问题') issueId: string;
  @OutInteger('序号') seq: number;
  @OutText('姓名（遮蔽）', { example: '王某某' }) name: string;
  @OutText('身份证号（遮蔽）', { nullable: true, example: '990101********0018' })
  idNumber: string | null;
  @OutText('联系电话（遮蔽）', { nullable: true, example: '138****5678' }) phone: string | null;
  @OutText('户主姓名（遮蔽）', NULLABLE) householdHead: string | null;
  @OutText('户号（遮蔽）', { nullable: true, example: '****2345' }) householdNo: string | null;
  @OutCode(RELATION_TO_HEAD, NULLABLE) relationToHead: string | null;
  @OutFlag('有情况说明') hasNote: boolean;
  @OutObject(() => NamedRef, '登记人') createdBy: NamedRef;
  @OutInstant('登记时间') createdAt: string;
  @OutInstant('最后修改时间') updatedAt: string;
  @OutInstant('作废时间', NULLABLE) voidedAt: string | null;
  @OutText('作废理由', NULLABLE) voidReason: string | null;
  @OutInteger('版本') version: number;
}

export class PersonList {
  @OutObjects(() => PersonBody, '涉及对象') items: PersonBody[];
  @OutFlag('当前用户可以查看这条问题的涉及对象明文') mayReveal: boolean;
  @OutInteger('当前用户今天还可以查看明文的人次') revealsLeft: number;
}

/** What was asked for, in clear; never kept by the program and not to be kept by the browser. */
export class RevealedIssuePerson {
  @OutId('涉及对象') id: string;
  @OutText('姓名', NULLABLE) name: string | null;
  @OutText('身份证号', NULLABLE) idNumber: string | null;
  @OutText('联系电话', NULLABLE) phone: string | null;
  @OutText('户主姓名', NULLABLE) householdHead: string | null;
  @OutText('户号', NULLABLE) householdNo: string | null;
  @OutText('情况说明', NULLABLE) note: string | null;
  @OutInteger('当前用户今天还可以查看明文的人次') revealsLeft: number;
}

export class PersonMatch {
  @OutObject(() => IssueListItem, '问题') issue: IssueListItem;
  @OutObjects(() => PersonBody, '符合的涉及对象') persons: PersonBody[];
}

export class PersonMatches {
  @OutObjects(() => PersonMatch, '找到的问题') items: PersonMatch[];
  @OutFlag('还有更多，只给出前100条') isMore: boolean;
}
