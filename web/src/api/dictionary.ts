import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call } from './client';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const key = ['dictionary'];
const FOREVER = Number.POSITIVE_INFINITY;

/**
 * Chinese names of all codes, from the server, so that screens, workbooks and documents say the same.
 * `label('IssueStatus', 'CLOSED')` is 已销号; an unknown or absent code shows as itself or a dash.
 */
export function useDictionary(): {
  label: (list: string, code: string | null | undefined) => string;
  choices: (list: string) => Choice[];
  ready: ComputedRef<boolean>;
} {
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => call(api.GET('/api/dictionary')),
    staleTime: FOREVER,
    gcTime: FOREVER,
  });
  const names = computed(() => {
    const lists = Object.entries(data.value ?? {});
    return new Map(
      lists.map(([name, { items }]) => [
        name,
        new Map(items.map((item) => [item.code, item.label])),
      ]),
    );
  });
  return {
    label: (list, code) => (code ? (names.value.get(list)?.get(code) ?? code) : '—'),
    choices: (list) =>
      [...(names.value.get(list) ?? [])].map(([value, label]) => ({ value, label })),
    ready: computed(() => data.value !== undefined),
  };
}
