import type { RouteLocationRaw } from 'vue-router';
import type { Schemas } from '@/api/client';

export type TodoGroup = Schemas['TodoGroup'];

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
