import { Injectable } from '@nestjs/common';
import type { Caller } from '../../identity/caller.js';
import { headOf, type NotMeasured, type OverviewBody, stackedOf } from './figure.body.js';
import type { Indicator } from './indicator.codes.js';
import type { StatisticsFilter } from './statistics.dto.js';
import { StatisticsFigures } from './statistics.figures.js';
import { StatisticsScopes } from './statistics.scope.js';

/** Cards of the leaders' page (domain §4.6). */
const CARDS: readonly Indicator[] = [
  'total',
  'closed',
  'closureRate',
  'overdueCount',
  'carriedOver',
  'recovered',
  'dealtPersons',
  'reportsDueThisMonth',
  'reportsSubmittedThisMonth',
  'reportsLateThisMonth',
];

/** What nothing in the program feeds is named as such: a nought would look like a result. */
const NOT_MEASURED: readonly NotMeasured[] = [
  { label: '线索处置率、查实率、办结率、移送率', reason: '系统尚无线索登记簿' },
  { label: '信访受理及时率、按期答复率、满意率', reason: '系统尚无信访登记簿' },
  { label: '电话接听率、公示合格率', reason: '系统尚无拨测、公示检查记录' },
  { label: '走访率、入户率、清退率、系统与财务一致率', reason: '系统尚无摸排台账' },
  { label: '新纳入、退出户数和人数', reason: '系统尚无摸排台账' },
  { label: '挽回损失', reason: '系统不登记挽回损失金额' },
  { label: '建章立制', reason: '销号申请以文字填写，不登记件数' },
];

@Injectable()
export class Overview {
  constructor(
    private readonly scopes: StatisticsScopes,
    private readonly figures: StatisticsFigures,
  ) {}

  async get(caller: Caller, query: StatisticsFilter): Promise<OverviewBody> {
    const scope = await this.scopes.load(caller, query);
    const { figures, issues, partial } = await this.figures.of(scope);
    return {
      ...headOf(scope),
      partial,
      cards: CARDS.flatMap((id) => figures.find((figure) => figure.id === id) ?? []),
      indicators: figures,
      statuses: stackedOf(issues.byStatus),
      notMeasured: NOT_MEASURED,
    };
  }
}
