import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from './client';

export type UnitNode = Schemas['UnitNode'];

const FRESH_MS = 5 * 60_000;

/** The units that the person may see, as a tree. */
export function useUnits(): { tree: ComputedRef<UnitNode[]>; loading: ComputedRef<boolean> } {
  const { data, isPending } = useQuery({
    queryKey: ['units', 'tree'],
    queryFn: () => call(api.GET('/api/units/tree')),
    staleTime: FRESH_MS,
  });
  return { tree: computed(() => data.value ?? []), loading: computed(() => isPending.value) };
}

/** The name of a unit that the person may see; undefined for others. */
export function nameIn(tree: readonly UnitNode[], id: string): string | undefined {
  for (const unit of tree) {
    const name = unit.id === id ? unit.name : nameIn(unit.children, id);
    if (name) return name;
  }
  return undefined;
}
