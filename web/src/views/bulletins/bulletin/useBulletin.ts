import { computed, type ComputedRef } from 'vue';
import { useQueries } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';
import { may } from '@/session/session';
import { type Case, caseKey, loadCase } from '../cases/useCase';
import { type OneRecord, recordKey, useRecord } from '../useRecord';

export type Bulletin = Schemas['BulletinBody'];

export const bulletinKey = (id: string): readonly string[] => recordKey('bulletins', id);

export const loadBulletin = (id: string): Promise<Bulletin> =>
  call(api.GET('/api/bulletins/{id}', { params: { path: { id } } }));

export const useBulletin = (id: string): OneRecord<Bulletin> =>
  useRecord('bulletins', id, () => loadBulletin(id));

/** The cases of a bulletin in its order, for those who may read cases; receivers may not. */
export function useCasesOf(ids: () => readonly string[]): ComputedRef<readonly Case[]> {
  const results = useQueries({
    queries: computed(() =>
      (may('case.read') ? ids() : []).map((id) => ({
        queryKey: caseKey(id),
        queryFn: () => loadCase(id),
      })),
    ),
  });
  return computed(() => results.value.flatMap(({ data }) => data ?? []));
}
