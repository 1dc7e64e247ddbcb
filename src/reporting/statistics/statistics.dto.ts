import { RECTIFICATION_TYPE, SEVERITY } from '../../campaigns/codes/issue-codes.js';
import { PROBLEM_CATEGORY } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import { codeList } from '../../platform/dictionary/code-list.js';
import {
  CodeField,
  CodesField,
  FlagField,
  IdField,
  IntegerField,
  PatternField,
} from '../../platform/http/fields.js';
import { INDICATOR, RANKING_INDICATOR } from './indicator.codes.js';
import { AS_OF_SHAPE } from './statistics.moment.js';

/** What every figure may be limited to. Filters add up; several values of one filter are alternatives. */
export class StatisticsFilter {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @IdField({ label: '单位', optional: true, description: '含下级单位；默认为管辖范围内全部单位' })
  unitId?: string;

  @FlagField({
    label: '只计本级',
    optional: true,
    description: '只计所选单位本级（含内设机构），不含下级单位',
  })
  ownLevel?: boolean;

  @CodesField(PROBLEM_CATEGORY, { optional: true })
  category?: string[];

  @CodesField(PROBLEM_SOURCE, { optional: true })
  source?: string[];

  @CodesField(SEVERITY, { optional: true })
  severity?: string[];

  @CodesField(RECTIFICATION_TYPE, { optional: true })
  rectificationType?: string[];

  @PatternField({
    label: '统计时点',
    optional: true,
    pattern: AS_OF_SHAPE,
    hint: '2020-05-31、2020-05-31T18:00:00+08:00',
    description: '日期为当日24时；默认为现在',
  })
  asOf?: string;
}

export class UnitStatisticsQuery extends StatisticsFilter {
  @CodeField(RANKING_INDICATOR, { optional: true })
  rankBy: string = 'dueClosureRate';
}

export const COMPARISON_PERIOD = codeList('ComparisonPeriod', '比较周期', {
  MONTH: '按月',
  QUARTER: '按季度',
});

export class ComparisonQuery extends StatisticsFilter {
  @CodeField(COMPARISON_PERIOD, { optional: true })
  period: 'MONTH' | 'QUARTER' = 'MONTH' as const;
}

/** Paging without inheriting from two classes. */
export class UnresolvedQuery extends StatisticsFilter {
  @IntegerField({ label: '页码', optional: true, min: 1, max: 1_000_000, example: 1 })
  page: number = 1;

  @IntegerField({ label: '每页条数', optional: true, min: 1, max: 200, example: 20 })
  pageSize: number = 20;
}

export class StatisticsRowsQuery extends UnresolvedQuery {
  @CodeField(INDICATOR)
  indicator: string;
}

/** The light wall shows the present; reports and lights know no category. */
export class LightWallQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @IdField({ label: '单位', optional: true, description: '含下级单位；默认为管辖范围内全部单位' })
  unitId?: string;
}

export class PunctualityQuery extends LightWallQuery {
  @PatternField({
    label: '统计时点',
    optional: true,
    pattern: AS_OF_SHAPE,
    hint: '2020-05-31、2020-05-31T18:00:00+08:00',
    description: '日期为当日24时；默认为现在',
  })
  asOf?: string;
}
