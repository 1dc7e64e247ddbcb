import type { RouteLocationRaw } from 'vue-router';

/** Lists of the API and the screens that show the same rows. */
const SCREENS: Readonly<Record<string, string>> = {
  '/api/issues': '/issues',
  '/api/notices': '/notices',
  '/api/supervision-measures': '/measures',
};

/** The screen behind the address that the API gives with a figure; lists of one parameter are repeated. */
export function screenOf(link: string): RouteLocationRaw | undefined {
  const { pathname, searchParams } = new URL(link, window.location.origin);
  const path = SCREENS[pathname];
  if (!path) return undefined;
  const query = Object.fromEntries(
    [...searchParams].map(([key, value]) => [key, value.includes(',') ? value.split(',') : value]),
  );
  return { path, query };
}
