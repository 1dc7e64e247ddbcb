import { CodeField, CodesField, IdField, TextField } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import {
  HAND_OVER_DECISION,
  HAND_OVER_DIRECTION,
  HAND_OVER_STATUS,
  type HandOverDecision,
  type HandOverDirection,
} from './case.codes.js';

export class HandOverFields {
  @TextField({ label: '期别', max: 10, example: '2020Q2' })
  period: string;

  @IdField({ label: '上级的专项治理', optional: true })
  campaignId?: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40, example: 'JL-Q' })
  ruleCode?: string;

  @TextField({ label: '说明', optional: true, max: 1000 })
  note?: string;
}

export class HandOverDecisionBody {
  @CodeField(HAND_OVER_DECISION)
  decision: HandOverDecision;

  @TextField({ label: '意见', max: 1000, example: '事实清楚，予以接收' })
  opinion: string;

  @TextField({ label: '修改要求', optional: true, max: 1000, description: '退回时必填' })
  demand?: string;
}

export class HandOverQuery extends PageQuery {
  @CodeField(HAND_OVER_DIRECTION, { optional: true })
  direction?: HandOverDirection;

  @TextField({ label: '期别', optional: true, max: 10 })
  period?: string;

  @CodesField(HAND_OVER_STATUS, { optional: true })
  status?: string[];
}
