import { computed, type ComputedRef } from 'vue';
import { useCampaigns } from '@/api/campaigns';
import type { Choice } from '@/api/dictionary';

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
