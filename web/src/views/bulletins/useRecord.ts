import { computed, type ComputedRef, type Ref } from 'vue';
import { useQuery, useQueryClient } from '@tanstack/vue-query';

interface Versioned {
  readonly version: number;
  readonly allowedActions: readonly string[];
}

export interface OneRecord<B> {
  readonly item: Ref<B | undefined>;
  readonly error: Ref<Error | null>;
  readonly version: ComputedRef<number>;
  readonly may: (action: string) => boolean;
  readonly reload: () => Promise<unknown>;
  /** Loads it anew and returns its version: for a step that met a newer one. */
  readonly refresh: () => Promise<number>;
  /** Takes the body that a step has returned; the lists of the room are fetched anew. */
  readonly take: (body: B) => void;
}

export const recordKey = (room: string, id: string): readonly string[] => [room, 'one', id];

/** One record of a room and what can be done with it, as the server says. */
export function useRecord<B extends Versioned>(
  room: string,
  id: string,
  load: () => Promise<B>,
): OneRecord<B> {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: recordKey(room, id), queryFn: load });
  const item = data as Ref<B | undefined>;
  return {
    item,
    error,
    version: computed(() => item.value?.version ?? 0),
    may: (action) => item.value?.allowedActions.includes(action) ?? false,
    reload: refetch,
    refresh: async () => {
      const { data: newest } = await refetch({ throwOnError: true });
      return newest?.version ?? 0;
    },
    take: (body) => {
      queryClient.setQueryData(recordKey(room, id), body);
      void queryClient.invalidateQueries({ queryKey: [room] });
    },
  };
}
