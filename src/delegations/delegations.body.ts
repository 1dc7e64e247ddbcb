import { AUDIT_ACTION, AUDIT_SUBJECT } from '../identity/audit.codes.js';
import {
  DELEGATION_END,
  DELEGATION_STATUS,
  type DelegationEnd,
  type DelegationStatus,
} from '../identity/deputies/delegation.codes.js';
import {
  OutCode,
  OutDate,
  OutId,
  OutInstant,
  OutInteger,
  OutObject,
  OutText,
  OutTexts,
} from '../platform/http/output.js';

const NULLABLE = { nullable: true } as const;

/** One of the two people of a delegation. */
export class PersonRef {
  @OutId('用户') id: string;
  @OutText('姓名', { example: '科室负责人' }) name: string;
  @OutText('职务', { example: '社会救助科科长' }) post: string;
  @OutText('所在单位', { example: '社会救助科' }) unitName: string;
}

export class DelegationBody {
  @OutId('代理') id: string;
  @OutObject(() => PersonRef, '被代理人') delegator: PersonRef;
  @OutObject(() => PersonRef, '代理人') deputy: PersonRef;
  @OutDate('代理首日') fromDate: string;
  @OutDate('代理末日') toDate: string;
  @OutText('原因', { example: '年休假' }) reason: string;
  @OutCode(DELEGATION_STATUS) status: DelegationStatus;
  @OutText('设置人') createdByName: string;
  @OutInstant('设置时间') createdAt: string;
  @OutInstant('提前结束的时间', NULLABLE) endedAt: string | null;
  @OutCode(DELEGATION_END, NULLABLE) endKind: DelegationEnd | null;
  @OutText('提前结束的说明', NULLABLE) endReason: string | null;
  @OutText('结束办理人', NULLABLE) endedByName: string | null;
  @OutInteger('代办的事项') actCount: number;
  @OutTexts('当前用户可以办理的事项：revoke') allowedActions: string[];
  @OutInteger('版本') version: number;
}

/** Something that the deputy did in the other's name. */
export class DelegatedActBody {
  @OutId('编号') id: string;
  @OutInstant('时间') recordedAt: string;
  @OutText('办理人', { example: '科室经办（代科室负责人）' }) actorName: string;
  @OutCode(AUDIT_ACTION) action: string;
  @OutCode(AUDIT_SUBJECT) subjectType: string;
  @OutId('对象') subjectId: string;
}
