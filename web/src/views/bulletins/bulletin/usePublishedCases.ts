import { computed, type ComputedRef } from 'vue';
import { useQueries, useQuery } from '@tanstack/vue-query';
import { api, call } from '@/api/client';
import { bulletinKey, loadBulletin } from './useBulletin';

const NEWEST = 20;

/** Bulletins that are signed or out, by the cases they print: a case is printed once. */
export function usePublishedCases(): ComputedRef<ReadonlyMap<string, string>> {
  const { data } = useQuery({
    queryKey: ['bulletins', 'published'],
    queryFn: () => {
      const query = { status: ['SIGNED', 'NUMBERED', 'ISSUED'], pageSize: NEWEST };
      return call(api.GET('/api/bulletins', { params: { query: query as never } }));
    },
  });
  const bulletins = useQueries({
    queries: computed(() =>
      (data.value?.items ?? []).map(({ id }) => ({
        queryKey: bulletinKey(id),
        queryFn: () => loadBulletin(id),
      })),
    ),
  });
  return computed(() => {
    const standing = bulletins.value.flatMap(({ data: one }) => (one && !one.withdrawn ? one : []));
    return new Map(
      standing.flatMap(({ caseIds, docNo }) =>
        caseIds.map((id): [string, string] => [id, docNo ?? '已签发的通报']),
      ),
    );
  });
}
