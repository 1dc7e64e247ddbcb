import { computed, type ComputedRef, type Ref } from 'vue';
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';

export type Case = Schemas['CaseBody'];
export type CasePerson = Schemas['CasePersonBody'];

interface CaseRecord {
  readonly item: Ref<Case | undefined>;
  readonly error: Ref<Error | null>;
  readonly version: ComputedRef<number>;
  readonly may: (action: string) => boolean;
  readonly reload: () => Promise<unknown>;
  /** Loads the case anew and returns its version: for a step that met a newer one. */
  readonly refresh: () => Promise<number>;
  /** Takes the body that a step has returned; lists and what hangs on the case are fetched anew. */
  readonly take: (body: Case) => void;
}

export const caseKey = (id: string): readonly string[] => ['cases', 'one', id];

/** One case and what can be done with it. */
export function useCase(id: string): CaseRecord {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: caseKey(id),
    queryFn: () => call(api.GET('/api/cases/{id}', { params: { path: { id } } })),
  });
  const version = computed(() => data.value?.version ?? 0);
  return {
    item: data,
    error,
    version,
    may: (action) => data.value?.allowedActions.includes(action) ?? false,
    reload: refetch,
    refresh: async () => {
      const { data: newest } = await refetch({ throwOnError: true });
      return newest?.version ?? 0;
    },
    take: (body) => {
      queryClient.setQueryData(caseKey(id), body);
      void queryClient.invalidateQueries({ queryKey: ['cases'] });
    },
  };
}
