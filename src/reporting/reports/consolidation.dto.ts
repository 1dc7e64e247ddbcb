import { IdField, ObjectField, PatternField, TextField } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { PERIOD } from './report.dto.js';

export class AcceptMissingFields {
  @TextField({
    label: '缺报汇总的理由',
    min: 5,
    max: 500,
    example: '两次催报仍未报送，先行汇总，到后补报。',
  })
  reason: string;
}

export class ConsolidateBody {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', max: 40, example: 'QJ-M' })
  ruleCode: string;

  @PatternField({ label: '期间', example: '2020-05', ...PERIOD })
  period: string;

  @IdField({ label: '汇总单位', optional: true, description: '默认为本单位' })
  unitId?: string;

  @ObjectField(() => AcceptMissingFields, {
    label: '缺报仍汇总',
    optional: true,
    description: '有单位未报送或未接收时必填',
  })
  acceptMissing?: AcceptMissingFields;
}

export class ConsolidationPreviewQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', max: 40 })
  ruleCode: string;

  @PatternField({ label: '期间', ...PERIOD })
  period: string;

  @IdField({ label: '汇总单位', optional: true })
  unitId?: string;
}

export class ConsolidationListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40 })
  ruleCode?: string;

  @PatternField({ label: '期间', optional: true, ...PERIOD })
  period?: string;
}
