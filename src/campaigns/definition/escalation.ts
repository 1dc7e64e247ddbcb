import { plainToInstance } from 'class-transformer';
import {
  CodeField,
  CodesField,
  FlagField,
  IntegerField,
  ObjectsField,
  TextField,
} from '../../platform/http/fields.js';
import {
  SUPERVISE_LEVEL,
  type SuperviseLevel,
  SUPERVISION_MEASURE,
  type SupervisionMeasureKind,
} from '../codes/issue-codes.js';

/** One rung of the ladder: when a notice of the level is due. */
export class EscalationStep {
  @CodeField(SUPERVISE_LEVEL)
  level: SuperviseLevel;

  @IntegerField({ label: '超期天数', min: 1, max: 365, example: 1 })
  daysAfter: number;

  @IntegerField({
    label: '此前已发督办单份数',
    optional: true,
    min: 1,
    max: 20,
    description: '本轮整改已发过这么多份督办单时，下一份直接为本级',
  })
  earlierNotices?: number;
}

/** What so many red notices to one unit in one quarter lead to. */
export class Consequence {
  @CodeField(SUPERVISION_MEASURE)
  measure: SupervisionMeasureKind;

  @IntegerField({ label: '本季度红色督办单份数', min: 1, max: 20, example: 1 })
  redNotices: number;
}

/** Reminders aside: blue the day after, yellow a week late, red after two (domain §2.8). */
const LADDER: readonly EscalationStep[] = [
  { level: 'BLUE', daysAfter: 1 },
  { level: 'YELLOW', daysAfter: 7, earlierNotices: 1 },
  { level: 'RED', daysAfter: 15, earlierNotices: 2 },
];

const CONSEQUENCES: readonly Consequence[] = [
  { measure: 'SUMMON_TALK', redNotices: 1 },
  { measure: 'CIRCULATE_CRITICISM', redNotices: 2 },
  { measure: 'REFER_DISCIPLINE', redNotices: 3 },
];

/** The ladder of domain §2.8 with numbers; every one of them may be changed by the campaign. */
export class Escalation {
  @FlagField({ label: '自动提醒、督办', optional: true })
  enabled: boolean = true;

  @ObjectsField(() => EscalationStep, { label: '升级步骤', optional: true, min: 1, max: 3 })
  steps: EscalationStep[] = plainToInstance(EscalationStep, [...LADDER]);

  @CodeField(SUPERVISE_LEVEL, { label: '逾期未签收的督办等级', optional: true })
  receiptLevel: SuperviseLevel = 'BLUE';

  @CodesField(SUPERVISE_LEVEL, { label: '自动签发的等级', optional: true })
  autoIssue: SuperviseLevel[] = ['BLUE'];

  @IntegerField({ label: '督办单办理天数', optional: true, min: 1, max: 60 })
  replyDays: number = 7;

  @TextField({ label: '督办联系人', optional: true, max: 60, description: '默认为主办科室' })
  contact?: string;

  @TextField({ label: '督办联系电话', optional: true, max: 40 })
  phone?: string;

  @ObjectsField(() => Consequence, { label: '督办措施', optional: true, max: 3 })
  consequences: Consequence[] = plainToInstance(Consequence, [...CONSEQUENCES]);
}
