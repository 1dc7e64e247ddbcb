import { Injectable } from '@nestjs/common';
import { CATEGORY_GROUP, type ProblemCategory } from '../../campaigns/codes/problem-category.js';
import { PROBLEM_SOURCE } from '../../campaigns/codes/problem-source.js';
import type { Caller } from '../../identity/caller.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import {
  type BreakdownBody,
  type BreakdownRow,
  headOf,
  stackedOf,
  type UnitFigures,
  type UnitStatisticsBody,
} from './figure.body.js';
import { type Figure, issueFigureList, type RowsLink } from './figures.rules.js';
import type { RankingIndicator } from './indicator.codes.js';
import { issueFiguresOf } from './issue-figures.rules.js';
import { rankedBy, rankingText } from './ranking.rules.js';
import { ReportFigureQueries, type ReportFigures, sumReports } from './report-figures.queries.js';
import { rowsLink } from './rows-link.js';
import type { StatisticsFilter, UnitStatisticsQuery } from './statistics.dto.js';
import { reportFigureList } from './statistics.figures.js';
import {
  branchOf,
  isFiltered,
  type StatisticsScope,
  StatisticsScopes,
} from './statistics.scope.js';
import { StatisticsTallies } from './statistics.tallies.js';
import { Tallies } from './tallies.js';

/** The figures told apart: by unit of the next level with ranks, by category, by source. */
@Injectable()
export class Breakdowns {
  constructor(
    private readonly scopes: StatisticsScopes,
    private readonly tallies: StatisticsTallies,
    private readonly reports: ReportFigureQueries,
  ) {}

  async units(caller: Caller, query: UnitStatisticsQuery): Promise<UnitStatisticsBody> {
    const scope = await this.scopes.load(caller, query);
    const { groups, partial } = await this.tallies.grouped(scope, 'branch');
    const reports = isFiltered(scope) ? undefined : await this.reportsByBranch(scope);
    const rows = [...groups]
      .map(([branch, tallies]) => unitFigures(scope, branch, tallies, reports))
      .filter(({ statuses }) => Object.values(statuses).some((count) => count > 0));
    const by = query.rankBy as RankingIndicator;
    const ranked = rankedBy(rows, ({ indicators }) => indicators, by);
    const named = new Set(rows.map(({ unit }) => unit.id));
    return {
      ...headOf(scope),
      partial,
      rankedBy: rankingText(by),
      rows: ranked.map(({ item, rank }) => ({ ...item, rank })),
      withoutIssues: branchesOf(scope).filter(({ id }) => !named.has(id)),
      total: [
        ...totalOf(scope, groups.values()),
        ...(reports
          ? reportFigureList(sumReports([...reports.values()]), scope, rowsLink(scope))
          : []),
      ],
    };
  }

  async categories(caller: Caller, query: StatisticsFilter): Promise<BreakdownBody> {
    const scope = await this.scopes.load(caller, query);
    const { groups, partial } = await this.tallies.grouped(scope, 'category');
    const codes = [...groups.keys()].sort();
    const rows = CATEGORY_GROUP.codes.flatMap((group) => {
      const members = codes.filter((code) => code.startsWith(group));
      const sum = new Tallies();
      for (const code of members) sum.addAll(groups.get(code) ?? new Tallies());
      return [
        breakdownRow(scope, sum, {
          code: group,
          label: CATEGORY_GROUP.labels[group],
          group: null,
          link: rowsLink(scope, { category: members }),
        }),
        ...members.map((code) =>
          breakdownRow(scope, groups.get(code) ?? new Tallies(), {
            code,
            label: scope.campaign.categoryLabel(code as ProblemCategory),
            group,
            link: rowsLink(scope, { category: [code] }),
          }),
        ),
      ];
    });
    return {
      ...headOf(scope),
      partial,
      rows: rows.filter(hasIssues),
      total: totalOf(scope, groups.values()),
    };
  }

  async sources(caller: Caller, query: StatisticsFilter): Promise<BreakdownBody> {
    const scope = await this.scopes.load(caller, query);
    const { groups, partial } = await this.tallies.grouped(scope, 'source');
    const place = (code: string) => (PROBLEM_SOURCE.codes as readonly string[]).indexOf(code);
    const rows = [...groups]
      .sort(([a], [b]) => place(a) - place(b))
      .map(([code, tallies]) =>
        breakdownRow(scope, tallies, {
          code,
          label: labelOf(PROBLEM_SOURCE, code),
          group: null,
          link: rowsLink(scope, { source: [code] }),
        }),
      );
    return {
      ...headOf(scope),
      partial,
      rows: rows.filter(hasIssues),
      total: totalOf(scope, groups.values()),
    };
  }

  private async reportsByBranch(scope: StatisticsScope): Promise<Map<string, ReportFigures>> {
    const branches = new Map<string, ReportFigures>();
    for (const row of await this.reports.byUnit(scope)) {
      const branch = branchOf(scope.tree, scope.root, row.unitId);
      const known = branches.get(branch);
      branches.set(branch, sumReports(known ? [known, row] : [row]));
    }
    return branches;
  }
}

function unitFigures(
  scope: StatisticsScope,
  branch: string,
  tallies: Tallies,
  reports: ReadonlyMap<string, ReportFigures> | undefined,
): UnitFigures {
  const issues = issueFiguresOf(tallies, scope.moment.date);
  const ownLevel = branch === scope.root.id;
  const link = rowsLink(scope, { unitId: branch, ownLevel });
  return {
    unit: { id: branch, name: scope.tree.find(branch)?.name ?? '' },
    ownLevel,
    rank: null,
    statuses: stackedOf(issues.byStatus),
    indicators: [
      ...issueFigureList(issues, link),
      ...(reports ? reportFigureList(reports.get(branch) ?? sumReports([]), scope, link) : []),
    ],
  };
}

/** Units of the next level below that are in the scope and still exist, in their official order. */
function branchesOf({ tree, root, unitIds }: StatisticsScope): { id: string; name: string }[] {
  const seen = unitIds && new Set(unitIds);
  return tree
    .subtree(root.id)
    .map((id) => tree.get(id))
    .filter(
      (unit) =>
        unit.id !== root.id &&
        unit.disabledAt === null &&
        branchOf(tree, root, unit.id) === unit.id &&
        (!seen || seen.has(unit.id)),
    )
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
    .map(({ id, name }) => ({ id, name }));
}

function breakdownRow(
  scope: StatisticsScope,
  tallies: Tallies,
  { link, ...names }: Pick<BreakdownRow, 'code' | 'label' | 'group'> & { link: RowsLink },
): BreakdownRow {
  const issues = issueFiguresOf(tallies, scope.moment.date);
  return {
    ...names,
    statuses: stackedOf(issues.byStatus),
    indicators: issueFigureList(issues, link),
  };
}

const hasIssues = ({ statuses }: BreakdownRow): boolean =>
  Object.values(statuses).some((count) => count > 0);

function totalOf(scope: StatisticsScope, groups: Iterable<Tallies>): Figure[] {
  const sum = new Tallies();
  for (const tallies of groups) sum.addAll(tallies);
  return issueFigureList(issueFiguresOf(sum, scope.moment.date), rowsLink(scope));
}
