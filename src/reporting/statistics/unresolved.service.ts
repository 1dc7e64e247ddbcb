import { Injectable, type StreamableFile } from '@nestjs/common';
import type { SheetFurniture } from '../../documents/models-sheets.js';
import type { FileFormat } from '../../documents/rendered-file.js';
import type { Caller } from '../../identity/caller.js';
import { may } from '../../identity/permissions.js';
import { periodLabel, periodOf } from '../../platform/calendar/period.js';
import { BoundedGate } from '../../platform/http/bounded-gate.js';
import { overdueDaysOf } from '../../registers/issues/issue.base-sets.js';
import { DownloadRenderer } from '../../registers/ledger/downloads.renderer.js';
import { DOWNLOAD_ROWS_MAX, tooManyRows } from '../../registers/ledger/issue-selection.js';
import { officeName, shanghaiMinute } from '../../registers/ledger/sheet.printing.js';
import { headOf } from './figure.body.js';
import { issueFiguresOf } from './issue-figures.rules.js';
import { StateBatches, type StateRow } from './state-batches.js';
import type { StatisticsFilter, UnresolvedQuery } from './statistics.dto.js';
import { type StatisticsScope, StatisticsScopes } from './statistics.scope.js';
import { StatisticsTallies } from './statistics.tallies.js';
import type { UnresolvedBody } from './unresolved.body.js';
import { unresolvedModel, unresolvedTable } from './unresolved.printing.js';
import { UnresolvedQueries } from './unresolved.queries.js';
import {
  byDaysOverdue,
  distributionOf,
  isUnresolved,
  sumsByReason,
  type Unresolved,
} from './unresolved.rules.js';

type Found = Unresolved & { readonly state: StateRow };

/** 未整改到位: what is overdue or carried over, why, and what comes next. */
@Injectable()
export class UnresolvedIssues {
  private readonly gate = new BoundedGate({
    atOnce: 2,
    waitingMax: 20,
    busy: '正在生成的文件太多，请稍后再下载。',
  });

  constructor(
    private readonly scopes: StatisticsScopes,
    private readonly states: StateBatches,
    private readonly tallies: StatisticsTallies,
    private readonly queries: UnresolvedQueries,
    private readonly renderer: DownloadRenderer,
  ) {}

  /** Leadership gets the sums without the lines (domain §1.2). */
  async get(caller: Caller, query: UnresolvedQuery): Promise<UnresolvedBody> {
    const scope = await this.scopes.load(caller, query);
    const found = await this.find(scope);
    const { page, pageSize } = query;
    const from = (page - 1) * pageSize;
    const shown = may(caller.roles, 'issue.read') ? found.slice(from, from + pageSize) : [];
    return this.body(scope, found, shown, { page, pageSize });
  }

  /** @throws 422 above {@link DOWNLOAD_ROWS_MAX} rows. */
  file(caller: Caller, query: StatisticsFilter, format: FileFormat): Promise<StreamableFile> {
    return this.gate.run(async () => {
      const scope = await this.scopes.load(caller, query);
      const found = await this.find(scope);
      if (found.length > DOWNLOAD_ROWS_MAX) throw tooManyRows(found.length);
      const body = await this.body(scope, found, found, { page: 1, pageSize: found.length });
      const furniture = furnitureOf(caller, scope);
      return this.renderer.render(
        {
          template: 'unresolved-list',
          model: () => unresolvedModel(body, furniture),
          table: () => unresolvedTable(body, furniture),
          name: `未整改到位问题清单_${furniture.unit}_${scope.moment.date.replaceAll('-', '')}`,
        },
        format,
      );
    });
  }

  private async find(scope: StatisticsScope): Promise<Found[]> {
    const { date } = scope.moment;
    const found: Found[] = [];
    for await (const batch of this.states.of(scope)) {
      for (const state of batch) {
        if (!isUnresolved(state, date)) continue;
        found.push({
          id: state.id,
          issueNo: state.issueNo,
          overdueDays: overdueDaysOf(state, date),
          carriedOver: state.status === 'CARRIED_OVER',
          reason: state.unresolvedReason,
          state,
        });
      }
    }
    return found.sort(byDaysOverdue);
  }

  private async body(
    scope: StatisticsScope,
    found: readonly Found[],
    shown: readonly Found[],
    { page, pageSize }: { page: number; pageSize: number },
  ): Promise<UnresolvedBody> {
    const { groups } = await this.tallies.grouped(scope, 'branch');
    const units = [...groups.values()].map((tallies) => issueFiguresOf(tallies, scope.moment.date));
    const carriedOver = found.filter((issue) => issue.carriedOver).length;
    return {
      ...headOf(scope),
      items: await this.queries.lines(
        scope,
        shown.map(({ state }) => state),
        (page - 1) * pageSize + 1,
      ),
      total: found.length,
      page,
      pageSize,
      overdue: found.length - carriedOver,
      carriedOver,
      reasons: sumsByReason(found),
      distribution: distributionOf(units),
    };
  }
}

const furnitureOf = (
  caller: Caller,
  { campaign, root, tree, moment }: StatisticsScope,
): SheetFurniture => ({
  title: `${campaign.title}未整改到位问题清单`,
  paper: 'A4',
  unit: officeName(tree, root.id),
  period: periodLabel(periodOf('MONTH', moment.date)),
  asOf: shanghaiMinute(moment.instant),
  snapshotHash: '',
  preparedBy: caller.name,
  reviewedBy: '',
  leader: '',
  phone: '',
});
