import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from './client';
import type { Choice } from './dictionary';

export type Campaign = Schemas['CampaignListItem'];

const FRESH_MS = 5 * 60_000;
const MOST = 100;

/** The campaigns that the person may see, newest first. */
export function useCampaigns(): {
  campaigns: ComputedRef<readonly Campaign[]>;
  choices: ComputedRef<readonly Choice[]>;
  loading: ComputedRef<boolean>;
  error: ComputedRef<Error | null>;
} {
  const { data, isPending, error } = useQuery({
    queryKey: ['campaigns', 'choices'],
    queryFn: () => call(api.GET('/api/campaigns', { params: { query: { pageSize: MOST } } })),
    staleTime: FRESH_MS,
  });
  const campaigns = computed(() => data.value?.items ?? []);
  return {
    campaigns,
    choices: computed(() => campaigns.value.map(({ id, title }) => ({ value: id, label: title }))),
    loading: computed(() => isPending.value),
    error: computed(() => error.value),
  };
}
