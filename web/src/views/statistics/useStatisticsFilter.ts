import { computed, type ComputedRef, watch } from 'vue';
import { type Campaign, useCampaigns } from '@/api/campaigns';
import { usePreferences } from '@/resource/usePreferences';
import { useUrlQuery } from '@/resource/useUrlQuery';
import type { Query } from '@/resource/types';

/** What every figure of the page is about. A type alias, as the client's parameters want it. */
export type StatisticsQuery = {
  readonly campaignId: string;
  readonly unitId?: string;
  readonly asOf?: string;
};

/** Campaign, unit and day of the dashboard: in the address, like the filters of a list. */
export function useStatisticsFilter(): {
  query: ComputedRef<Query>;
  patch: (change: Query) => void;
  reset: () => void;
  campaigns: ComputedRef<readonly Campaign[]>;
  filter: ComputedRef<StatisticsQuery | undefined>;
  error: ComputedRef<Error | null>;
  loading: ComputedRef<boolean>;
  retry: () => void;
} {
  const { query, patch, replace } = useUrlQuery([]);
  const { all: campaigns, preferred, loading, error, retry } = useCampaigns();
  /** Without a choice in the address: the one looked at last, else the newest that is at work. */
  const last = usePreferences('dashboard', 1, { campaignId: '' });
  const campaignId = computed(
    () =>
      (query.value.campaignId as string | undefined) ??
      campaigns.value.find(({ id }) => id === last.value.campaignId)?.id ??
      preferred.value?.id,
  );
  watch(
    () => query.value.campaignId as string | undefined,
    (chosen) => {
      if (chosen && chosen !== last.value.campaignId) last.value.campaignId = chosen;
    },
    { immediate: true },
  );
  const filter = computed<StatisticsQuery | undefined>(() => {
    const { unitId, asOf } = query.value as { unitId?: string; asOf?: string };
    if (!campaignId.value) return undefined;
    return {
      campaignId: campaignId.value,
      ...(unitId && { unitId }),
      ...(asOf && { asOf }),
    };
  });
  return {
    query,
    patch,
    reset: () => replace({}),
    campaigns,
    filter,
    error,
    loading,
    retry,
  };
}
