import { computed, type ComputedRef } from 'vue';
import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import type { RouteLocationRaw } from 'vue-router';
import { api, call, type Schemas } from '@/api/client';

export type TodoGroup = Schemas['TodoGroup'];

export const TODO_KEY = ['todo'];
const REFRESH_MS = 120_000;

/** The screen of each list that the desk counts. */
const SCREENS: Readonly<Record<string, string>> = {
  issues: '/issues',
  'closure-applications': '/closures',
  notices: '/notices',
  reports: '/reports',
  cases: '/cases',
  'case-hand-overs': '/cases/hand-overs',
  bulletins: '/bulletins',
  'bulletin-follow-ups': '/follow-ups',
  notifications: '/messages',
};

/** Lists in an address are separated by commas; the filters of a screen want them one by one. */
export const queryOf = ({ query }: TodoGroup): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => [
      key,
      value.includes(',') ? value.split(',') : value,
    ]),
  );

export const screenOf = (group: TodoGroup): RouteLocationRaw => ({
  path: SCREENS[group.list] ?? '/home',
  query: queryOf(group),
});

/** How much waits for the person, as of at most two minutes ago. */
export const useTodo = (): UseQueryReturnType<Schemas['TodoBody'], Error> =>
  useQuery({
    queryKey: TODO_KEY,
    queryFn: () => call(api.GET('/api/todo')),
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: true,
  });

export function useTodoTotal(): ComputedRef<number> {
  const { data } = useTodo();
  return computed(() => data.value?.total ?? 0);
}
