import { computed, type ComputedRef } from 'vue';
import { useCampaigns } from '@/api/campaigns';
import type { Choice } from '@/api/dictionary';
import { useReportRules } from '@/api/report-rules';
import type { Filter } from '@/resource/types';

/** The campaigns that the person may see, the running ones first. */
export function useRunningFirst(): {
  choices: ComputedRef<Choice[]>;
  first: ComputedRef<string | undefined>;
} {
  const { all, active } = useCampaigns();
  const sorted = computed(() => [
    ...active.value,
    ...all.value.filter(({ status }) => status !== 'ACTIVE'),
  ]);
  return {
    choices: computed(() => sorted.value.map(({ id, title }) => ({ value: id, label: title }))),
    first: computed(() => sorted.value[0]?.id),
  };
}

/** Campaign and matter, by which every list of the room is filtered; the matters are those of `first`. */
export function useMatterFilters(): {
  filters: readonly Filter[];
  first: ComputedRef<string | undefined>;
  ruleOf: ReturnType<typeof useReportRules>['ruleOf'];
} {
  const { choices: campaigns, first } = useRunningFirst();
  const { choices: rules, ruleOf } = useReportRules(first);
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
