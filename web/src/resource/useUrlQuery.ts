import { computed, type ComputedRef } from 'vue';
import { type LocationQuery, type LocationQueryRaw, useRoute, useRouter } from 'vue-router';
import type { Filter, Query } from './types';

const isSet = (value: Query[string]): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** The parameters of a filter: a pair of days has two. */
export const keysOf = (filter: Filter): string[] =>
  filter.kind === 'dates' ? [filter.from, filter.to] : [filter.key];

/** As vue-router wants it, without what is not set. */
export function toLocationQuery(query: Query): LocationQueryRaw {
  const set = Object.entries(query).filter(([, value]) => isSet(value));
  return Object.fromEntries(
    set.map(([key, value]) => [
      key,
      Array.isArray(value) ? [...(value as string[])] : String(value),
    ]),
  );
}

function fromLocation(query: LocationQuery, filters: readonly Filter[]): Query {
  const lists = new Set(
    filters.filter((f) => f.kind === 'choices' && !f.single).map((filter) => filter.key),
  );
  const entries = Object.entries(query).flatMap(([key, value]): [string, Query[string]][] => {
    const values = (Array.isArray(value) ? value : [value]).filter((one) => one !== null);
    if (values.length === 0 || values[0] === '') return [];
    return [[key, lists.has(key) ? values : values[0]]];
  });
  return Object.fromEntries(entries);
}

/**
 * The address is the only store of what a list shows: back, refresh, bookmarks and a link sent to a
 * colleague all keep filters, page and order.
 */
export function useUrlQuery(filters: readonly Filter[]): {
  query: ComputedRef<Query>;
  /** Changes some parameters and goes back to the first page. */
  patch: (change: Query) => void;
  toPage: (page: number) => void;
  replace: (query: Query) => void;
  filtered: ComputedRef<boolean>;
} {
  const route = useRoute();
  const router = useRouter();
  const { path } = route;
  // While the next page is loading, this one must not fetch with its address.
  let last: Query = {};
  const query = computed<Query>(() => {
    if (route.path === path) last = fromLocation(route.query, filters);
    return last;
  });
  const replace = (next: Query): void => {
    if (route.path === path) void router.push({ query: toLocationQuery(next) });
  };
  return {
    query,
    replace,
    patch: (change) => replace({ ...query.value, page: undefined, ...change }),
    toPage: (page) => replace({ ...query.value, page: page > 1 ? page : undefined }),
    filtered: computed(() =>
      filters.flatMap(keysOf).some((key) => isSet(query.value[key] as Query[string])),
    ),
  };
}
