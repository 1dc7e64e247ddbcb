import { type QueryClient, useQueryClient } from '@tanstack/vue-query';

const KEYS = [
  'reports',
  'report-calendar',
  'report-shifts',
  'consolidations',
  'desk',
  'statistics',
];

/** A step on a report changes lists, calendar, duties and figures alike. */
export function useRefresh(): () => Promise<void> {
  const client: QueryClient = useQueryClient();
  return async () => {
    await Promise.all(KEYS.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}
