import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { useCampaigns } from '@/api/campaigns';
import type { Query } from '@/resource/types';
import { useUrlQuery } from '@/resource/useUrlQuery';

interface ChosenCampaign {
  /** Undefined until the campaigns are known, or when there is none. */
  readonly campaignId: WritableComputedRef<string | undefined>;
  readonly query: ComputedRef<Query>;
  readonly patch: (change: Query) => void;
}

/** The campaign of a page that shows one: from the address, else the newest that is at work. */
export function useChosenCampaign(): ChosenCampaign {
  const { query, patch } = useUrlQuery([]);
  const { all, preferred } = useCampaigns();
  const campaign = computed(
    () => all.value.find(({ id }) => id === query.value.campaignId) ?? preferred.value,
  );
  return {
    campaignId: computed({
      get: () => campaign.value?.id,
      set: (campaignId) => patch({ campaignId }),
    }),
    query,
    patch,
  };
}
