import { useQuery, type UseQueryReturnType } from '@tanstack/vue-query';
import type { ApiError } from './errors';
import { api, call, type Schemas } from './client';

/** What the person's office owes and is owed, and which day the server has. */
export const useDuties = (): UseQueryReturnType<Schemas['DutiesBody'], ApiError | Error> =>
  useQuery({
    queryKey: ['reports', 'duties'],
    queryFn: () => call(api.GET('/api/reports/duties')),
  });
