import { computed, type ComputedRef, type Ref } from 'vue';
import { keepPreviousData, useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';
import type { StatisticsQuery } from './useStatisticsFilter';

type Answer<Body> = UseQueryReturnType<Body, Error>;
type Filter = ComputedRef<StatisticsQuery> | Ref<StatisticsQuery>;

/** Figures of a campaign; while other filters load, the last ones stay on the page. */
function statistics<Body, Extra extends object>(
  name: string,
  filter: Filter,
  fetcher: (query: StatisticsQuery & Extra) => Promise<Body>,
  extra: () => Extra = () => ({}) as Extra,
): Answer<Body> {
  const params = computed(() => ({ ...filter.value, ...extra() }));
  return useQuery({
    queryKey: ['statistics', name, params],
    queryFn: () => fetcher(params.value),
    placeholderData: keepPreviousData as never,
  }) as Answer<Body>;
}

export const useOverview = (filter: Filter): Answer<Schemas['OverviewBody']> =>
  statistics('overview', filter, (query) =>
    call(api.GET('/api/statistics/overview', { params: { query } })),
  );

export const useComparisons = (
  filter: Filter,
  period: () => Schemas['ComparisonPeriod'],
): Answer<Schemas['ComparisonBody']> =>
  statistics(
    'comparisons',
    filter,
    (query) => call(api.GET('/api/statistics/comparisons', { params: { query } })),
    () => ({ period: period() }),
  );

export const useUnitFigures = (
  filter: Filter,
  rankBy: () => Schemas['RankingIndicator'] | undefined,
): Answer<Schemas['UnitStatisticsBody']> =>
  statistics(
    'units',
    filter,
    (query) => call(api.GET('/api/statistics/units', { params: { query } })),
    () => ({ rankBy: rankBy() }),
  );

export const useCategories = (filter: Filter): Answer<Schemas['BreakdownBody']> =>
  statistics('categories', filter, (query) =>
    call(api.GET('/api/statistics/categories', { params: { query } })),
  );

export const useSources = (filter: Filter): Answer<Schemas['BreakdownBody']> =>
  statistics('sources', filter, (query) =>
    call(api.GET('/api/statistics/sources', { params: { query } })),
  );

export const useTrend = (filter: Filter): Answer<Schemas['TrendBody']> =>
  statistics('trend', filter, (query) =>
    call(api.GET('/api/statistics/trend', { params: { query } })),
  );

/** Lights are of now; the day of the page does not matter to them. */
export const useLightWall = (filter: Filter): Answer<Schemas['LightWallBody']> =>
  statistics('light-wall', filter, ({ campaignId, unitId }) =>
    call(api.GET('/api/statistics/light-wall', { params: { query: { campaignId, unitId } } })),
  );

export const usePunctuality = (filter: Filter): Answer<Schemas['PunctualityBody']> =>
  statistics('punctuality', filter, (query) =>
    call(api.GET('/api/statistics/report-punctuality', { params: { query } })),
  );

export const useUnresolved = (
  filter: Filter,
  page: () => { page: number; pageSize: number },
): Answer<Schemas['UnresolvedBody']> =>
  statistics(
    'unresolved',
    filter,
    (query) => call(api.GET('/api/statistics/unresolved', { params: { query } })),
    page,
  );
