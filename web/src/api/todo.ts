import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import { api, call, type Schemas } from './client';

export const TODO_KEY = ['todo'];
const REFRESH_MS = 120_000;

/** How much waits for the person, as of at most two minutes ago. */
export const useTodo = (): UseQueryReturnType<Schemas['TodoBody'], Error> =>
  useQuery({
    queryKey: TODO_KEY,
    queryFn: () => call(api.GET('/api/todo')),
    refetchInterval: REFRESH_MS,
    refetchOnWindowFocus: true,
  });
