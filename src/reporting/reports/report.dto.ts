import { REPORT_STATUS } from '../../campaigns/codes/reporting-codes.js';
import {
  CodesField,
  FlagField,
  IdField,
  ObjectField,
  PatternField,
  TextField,
} from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/paging.js';
import { Narrative } from '../schedule/report.narrative.js';

const PERIOD = {
  pattern: /^(20\d\d(-(0[1-9]|1[0-2])(-\d\d)?|Q[1-4]|H[12])?|ONCE)$/,
  hint: '2020-04、2020Q2、2020或ONCE（一次性）',
};

export class OpenReportBody {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @TextField({ label: '报送规则编号', max: 40, example: 'QJ-M' })
  ruleCode: string;

  @PatternField({ label: '期间', example: '2020-04', ...PERIOD })
  period: string;

  @IdField({ label: '填报单位', optional: true, description: '默认为本单位' })
  unitId?: string;
}

export class ReportDraftBody {
  @ObjectField(() => Narrative, { label: '文字部分' })
  narrative: Narrative;
}

export class SubmissionBody {
  @FlagField({ label: '零报告', optional: true, description: '本期台账没有变动' })
  isNil?: boolean;
}

export class ReportListQuery extends PageQuery {
  @IdField({ label: '专项治理', optional: true })
  campaignId?: string;

  @IdField({ label: '填报单位', optional: true, description: '含下级单位' })
  unitId?: string;

  @TextField({ label: '报送规则编号', optional: true, max: 40 })
  ruleCode?: string;

  @PatternField({ label: '期间', optional: true, ...PERIOD })
  period?: string;

  @CodesField(REPORT_STATUS, { optional: true })
  status?: string[];

  @FlagField({ label: '迟报，或已过期限尚未报送', optional: true })
  late?: boolean;
}
