import { computed, type ComputedRef, effectScope, shallowRef, watch } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call } from './client';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const fetchAll = () => call(api.GET('/api/dictionary'));
type Dictionary = Awaited<ReturnType<typeof fetchAll>>;
type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

const FOREVER = Number.POSITIVE_INFINITY;
const NONE: Names = new Map();

function namesIn(dictionary: Dictionary): Names {
  const lists = Object.entries(dictionary);
  return new Map(
    lists.map(([name, { items }]) => [name, new Map(items.map((item) => [item.code, item.label]))]),
  );
}

/** One for the whole page: a list alone has forty places that ask for names. */
const names = shallowRef<Names>();
let asking: (() => Promise<unknown>) | undefined;

function ask(): void {
  if (asking) {
    if (!names.value) void asking();
    return;
  }
  effectScope(true).run(() => {
    const { data, refetch } = useQuery({
      queryKey: ['dictionary'],
      queryFn: fetchAll,
      staleTime: FOREVER,
      gcTime: FOREVER,
    });
    asking = () => refetch({ cancelRefetch: false });
    watch(data, (found) => (names.value = found && namesIn(found)), {
      immediate: true,
      flush: 'sync',
    });
  });
}

/**
 * Chinese names of all codes, from the server, so that screens, workbooks and documents say the same.
 * `label('IssueStatus', 'CLOSED')` is 已销号; an unknown or absent code shows as itself or a dash.
 */
export function useDictionary(): {
  label: (list: string, code: string | null | undefined) => string;
  choices: (list: string) => Choice[];
  ready: ComputedRef<boolean>;
} {
  ask();
  const known = (): Names => names.value ?? NONE;
  return {
    label: (list, code) => (code ? (known().get(list)?.get(code) ?? code) : '—'),
    choices: (list) => [...(known().get(list) ?? [])].map(([value, label]) => ({ value, label })),
    ready: computed(() => names.value !== undefined),
  };
}
