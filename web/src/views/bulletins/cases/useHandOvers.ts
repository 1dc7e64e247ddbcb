import { useQueryClient } from '@tanstack/vue-query';
import type { Schemas } from '@/api/client';

export type HandOver = Schemas['HandOverBody'];

/** Keys of the list of hand-overs and of those of one case: a step on one changes both, and the case. */
export const handOversOf = (caseId: string): readonly string[] => ['hand-overs', 'case', caseId];

/** Fetches anew what a hand-over or a decision on one has changed. */
export function useHandOverRefresh(): () => void {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: ['hand-overs'] });
    void queryClient.invalidateQueries({ queryKey: ['cases'] });
  };
}
