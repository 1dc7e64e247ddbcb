import { computed, type ComputedRef, type Ref } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';
import type { Choice } from '@/api/dictionary';

export type ReportRule = Schemas['ReportRule'];

const FRESH_MS = 5 * 60_000;
const ALL = 100;

/** The campaigns that the person may see, the running ones first. */
export function useCampaigns(): {
  choices: ComputedRef<Choice[]>;
  first: ComputedRef<string | undefined>;
  startOf: (id: string | undefined) => string | undefined;
  loading: ComputedRef<boolean>;
} {
  const { data, isPending } = useQuery({
    queryKey: ['campaigns', 'choices'],
    queryFn: () => call(api.GET('/api/campaigns', { params: { query: { pageSize: ALL } } })),
    staleTime: FRESH_MS,
  });
  const sorted = computed(() => {
    const items = [...(data.value?.items ?? [])];
    return items.sort((a, b) => Number(b.status === 'ACTIVE') - Number(a.status === 'ACTIVE'));
  });
  return {
    choices: computed(() => sorted.value.map(({ id, title }) => ({ value: id, label: title }))),
    first: computed(() => sorted.value[0]?.id),
    startOf: (id) => sorted.value.find((campaign) => campaign.id === id)?.startsOn,
    loading: computed(() => isPending.value),
  };
}

/** The reporting rules of a campaign. */
export function useReportRules(campaignId: Ref<string | undefined>): {
  rules: ComputedRef<readonly ReportRule[]>;
  choices: ComputedRef<Choice[]>;
  ruleOf: (code: string) => ReportRule | undefined;
} {
  const { data } = useQuery({
    queryKey: ['campaigns', campaignId, 'report-rules'],
    queryFn: () =>
      call(
        api.GET('/api/campaigns/{id}/report-rules', {
          params: { path: { id: campaignId.value ?? '' } },
        }),
      ),
    enabled: computed(() => Boolean(campaignId.value)),
    staleTime: FRESH_MS,
  });
  const rules = computed(() => data.value ?? []);
  return {
    rules,
    choices: computed(() =>
      rules.value.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` })),
    ),
    ruleOf: (code) => rules.value.find((rule) => rule.code === code),
  };
}
