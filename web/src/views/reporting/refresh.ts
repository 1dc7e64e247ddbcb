import { type QueryClient, useQueryClient } from '@tanstack/vue-query';
import { TODO_KEY } from '@/api/todo';

const KEYS = [
  ['reports'],
  ['report-calendar'],
  ['report-shifts'],
  ['consolidations'],
  ['statistics'],
  TODO_KEY,
];

/** A step on a report changes lists, calendar, duties, figures and what waits for the person alike. */
export function useRefresh(): () => Promise<void> {
  const client: QueryClient = useQueryClient();
  return async () => {
    await Promise.all(KEYS.map((key) => client.invalidateQueries({ queryKey: key })));
  };
}
