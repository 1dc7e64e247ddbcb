import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from './client';
import type { Choice } from './dictionary';

export type Campaign = Schemas['CampaignListItem'];
export type CategoryGroup = Schemas['CategoryGroupView'];

const FRESH_MS = 5 * 60_000;
const ALL = { page: 1, pageSize: 200 };

/** The campaigns that the person works in, the newest first; `active` leaves out the closed ones. */
export function useCampaigns(): {
  all: ComputedRef<readonly Campaign[]>;
  active: ComputedRef<readonly Campaign[]>;
  /** What a screen begins with: one that is only set up yet would show nothing. */
  preferred: ComputedRef<Campaign | undefined>;
  choices: () => Choice[];
  loading: ComputedRef<boolean>;
  error: ComputedRef<Error | null>;
  retry: () => void;
} {
  const { data, isPending, error, refetch } = useQuery({
    queryKey: ['campaigns', 'choices'],
    queryFn: () => call(api.GET('/api/campaigns', { params: { query: ALL } })),
    staleTime: FRESH_MS,
  });
  const all = computed(() => data.value?.items ?? []);
  const active = computed(() => all.value.filter(({ status }) => status === 'ACTIVE'));
  return {
    all,
    active,
    preferred: computed(
      () => active.value.find(({ hasIssues }) => hasIssues) ?? active.value[0] ?? all.value[0],
    ),
    choices: () => all.value.map(({ id, title }) => ({ value: id, label: title })),
    loading: computed(() => isPending.value),
    error: computed(() => error.value),
    retry: () => void refetch(),
  };
}

/** Problem categories of one campaign in their groups, each with the check items that ask about it. */
export function useCategories(campaignId: MaybeRefOrGetter<string | undefined>): {
  groups: ComputedRef<readonly CategoryGroup[]>;
} {
  const id = computed(() => toValue(campaignId) ?? '');
  const { data } = useQuery({
    queryKey: ['campaigns', 'categories', id],
    queryFn: () =>
      call(api.GET('/api/campaigns/{id}/categories', { params: { path: { id: id.value } } })),
    enabled: computed(() => id.value !== ''),
    staleTime: FRESH_MS,
  });
  return { groups: computed(() => data.value ?? []) };
}
