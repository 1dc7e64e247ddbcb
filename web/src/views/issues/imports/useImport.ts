import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';

export type Import = Schemas['ImportBody'];

const POLL_MS = 1000;
/** The server is at it: what is shown goes on changing. */
export const isWorking = (status: Import['status'] | undefined): boolean =>
  status === 'CHECKING' || status === 'APPLYING';

/** One import; asked again every second while the server works on it. */
export const useImport = (id: string) =>
  useQuery({
    queryKey: ['imports', id],
    queryFn: () => call(api.GET('/api/issue-imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (isWorking(state.data?.status) ? POLL_MS : false),
  });
