import { computed, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';
import { useCampaigns } from '@/api/campaigns';
import type { Choice } from '@/api/dictionary';
import { useReportRules } from '@/api/report-rules';
import type { Filter } from '@/resource/types';

/** The campaigns that the person may see, the running ones first; `first` is the newest that is at work. */
export function useRunningFirst(): {
  choices: ComputedRef<Choice[]>;
  first: ComputedRef<string | undefined>;
} {
  const { all, active, preferred } = useCampaigns();
  const sorted = computed(() => [
    ...active.value,
    ...all.value.filter(({ status }) => status !== 'ACTIVE'),
  ]);
  return {
    choices: computed(() => sorted.value.map(({ id, title }) => ({ value: id, label: title }))),
    first: computed(() => preferred.value?.id),
  };
}

/**
 * Campaign and matter, by which every list of the room is filtered. The matters are those of the campaign
 * in the address; without one they are those of `first`.
 */
export function useMatterFilters(): {
  filters: readonly Filter[];
  first: ComputedRef<string | undefined>;
  ruleOf: ReturnType<typeof useReportRules>['ruleOf'];
} {
  const { choices: campaigns, first } = useRunningFirst();
  const route = useRoute();
  const chosen = computed(() => String(route.query.campaignId ?? '') || first.value);
  const { choices: rules, ruleOf } = useReportRules(chosen);
  const filter = (key: string, label: string, choices: ComputedRef<Choice[]>): Filter => ({
    kind: 'choices',
    key,
    label,
    single: true,
    choices: () => choices.value,
    width: 190,
  });
  return {
    filters: [filter('campaignId', '专项治理', campaigns), filter('ruleCode', '报送事项', rules)],
    first,
    ruleOf,
  };
}
