import { LIGHT, SUPERVISE_LEVEL } from '../../campaigns/codes/issue-codes.js';
import {
  OutCode,
  OutDate,
  OutInteger,
  OutObject,
  OutObjects,
  OutText,
  OutTexts,
} from '../../platform/http/output.js';
import { MeasureBody } from './measure.body.js';
import { NoticeListItem } from './notice.body.js';
import { LADDER_BASIS, URGE_OBSTACLE } from './supervision.codes.js';
import { IssueUrgeItem } from './urge.dto.js';

export class SupervisionCount {
  @OutInteger('数量') count: number;
  @OutText('明细地址', { example: '/api/notices?status=ISSUED' }) link: string;
}

export class SupervisionLightCount extends SupervisionCount {
  @OutCode(LIGHT) light: string;
}

export class SupervisionLevelCount extends SupervisionCount {
  @OutCode(SUPERVISE_LEVEL) level: string;
}

/** Every figure with the address of its rows. */
export class SupervisionOverview {
  @OutObjects(() => SupervisionLightCount, '亮灯') lights: SupervisionLightCount[];
  @OutObjects(() => SupervisionLevelCount, '未办结的督办单，按等级')
  levels: SupervisionLevelCount[];
  @OutObject(() => SupervisionCount, '待签发的草稿') drafts: SupervisionCount;
  @OutObject(() => SupervisionCount, '待签收') unsigned: SupervisionCount;
  @OutObject(() => SupervisionCount, '待回复') unreplied: SupervisionCount;
  @OutObject(() => SupervisionCount, '回复待审核') toReview: SupervisionCount;
  @OutObject(() => SupervisionCount, '逾期未签收、未回复') overdue: SupervisionCount;
  @OutObject(() => SupervisionCount, '督办措施待决定') measuresPending: SupervisionCount;
  @OutObject(() => SupervisionCount, '督办措施待实施') measuresToDo: SupervisionCount;
}

export class NextRung {
  @OutCode(LADDER_BASIS) basis: string;
  @OutDate('所计算的日期') markOn: string;
  @OutCode(SUPERVISE_LEVEL) level: string;
  @OutDate('升级日期') on: string;
}

/** Where an issue stands on the ladder. */
export class IssueSupervision {
  @OutCode(SUPERVISE_LEVEL, { nullable: true }) level: string | null;
  @OutObject(() => NextRung, '下一级督办', { nullable: true }) next: NextRung | null;
  @OutObjects(() => NoticeListItem, '督办（交办）单') notices: NoticeListItem[];
  @OutObjects(() => MeasureBody, '督办措施') measures: MeasureBody[];
  @OutObjects(() => IssueUrgeItem, '催办') urges: IssueUrgeItem[];
  /** What keeps the caller from urging now; null: he may. */
  @OutCode(URGE_OBSTACLE, { nullable: true }) urgeObstacle: string | null;
  @OutTexts('当前用户可以办理的事项：draftNotice、proposeMeasure') allowedActions: string[];
}
