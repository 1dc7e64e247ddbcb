import {
  SUPERVISION_MEASURE,
  type SupervisionMeasureKind,
} from '../../campaigns/codes/issue-codes.js';
import { codeList } from '../../platform/dictionary/code-list.js';
import {
  CodeField,
  CodesField,
  DateField,
  IdField,
  IdsField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { MEASURE_STATUS } from './supervision.codes.js';

export const MEASURE_DECISION = codeList('SupervisionMeasureDecision', '督办措施决定', {
  CONFIRMED: '决定采取',
  DISMISSED: '不予采取',
});

export class ProposeMeasureBody {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @CodeField(SUPERVISION_MEASURE)
  kind: SupervisionMeasureKind;

  @IdField({ label: '对象单位' })
  unitId: string;

  @TextField({ label: '理由', min: 10, max: 2000 })
  reason: string;

  @IdsField({ label: '关联问题', optional: true, max: 100 })
  issueIds?: string[];
}

export class MeasureDecisionBody {
  @CodeField(MEASURE_DECISION)
  decision: 'CONFIRMED' | 'DISMISSED';

  @TextField({ label: '意见', min: 2, max: 1000, example: '同意，由分管领导约谈。' })
  note: string;
}

export class MeasureCompletionBody {
  @DateField({ label: '实施日期', example: '2020-06-20' })
  doneOn: string;

  @TextField({ label: '实施情况', min: 10, max: 2000 })
  note: string;
}

export class MeasureListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @CodesField(SUPERVISION_MEASURE, { optional: true })
  kind?: string[];

  @CodesField(MEASURE_STATUS, { optional: true })
  status?: string[];

  @IdField({ label: '单位', optional: true, description: '含下级单位' })
  unitId?: string;
}
