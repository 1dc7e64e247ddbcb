import { codeList } from '../../platform/dictionary/code-list.js';
import { CodeField, DateField, IdField, PatternField } from '../../platform/http/fields.js';
import { type IssueFilters, IssueListQuery } from '../issues/issue.list-query.js';
import { ISSUE_STATUS } from '../codes.js';

/** The filters of 问题清单, and the month whose progress entries are shown. */
export class LedgerListQuery extends IssueListQuery {
  @PatternField({
    label: '进展月份',
    optional: true,
    pattern: /^(19|20)\d\d-(0[1-9]|1[0-2])$/,
    hint: '2020-05',
    description: '列出这个月填报的进展，默认为本月',
  })
  month?: string;
}

/** The filter without drafts, unless it asks for them: what is not registered is not on the books. */
export function onTheBooks<Q extends IssueFilters>(query: Q): Q {
  if (query.status) return query;
  return { ...query, status: ISSUE_STATUS.codes.filter((status) => status !== 'DRAFT') };
}

export const BALANCE_BY = codeList('BalanceBy', '对账口径', { unit: '按单位', category: '按类别' });

export class LedgerBalanceQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @IdField({ label: '单位', optional: true, description: '含下级单位；默认为管辖范围内全部单位' })
  unitId?: string;

  @DateField({ label: '起始日期', optional: true, description: '默认为专项治理开始之日' })
  from?: string;

  @DateField({ label: '截止日期', optional: true, description: '默认为今天' })
  to?: string;

  @CodeField(BALANCE_BY, { optional: true })
  by: 'unit' | 'category' = 'unit';
}

export const COUNTS_BY = codeList('CountsBy', '计数口径', { unit: '按单位' });

export class LedgerCountsQuery {
  @IdField({ label: '专项治理' })
  campaignId: string;

  @IdField({ label: '单位', optional: true, description: '含下级单位；默认为管辖范围内全部单位' })
  unitId?: string;

  @CodeField(COUNTS_BY, { optional: true })
  by: 'unit' = 'unit' as const;
}

export class ReconciliationQuery {
  @DateField({ label: '对账日期', optional: true, description: '默认为今天' })
  asOf?: string;
}
