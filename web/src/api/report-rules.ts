import { computed, type ComputedRef, type MaybeRefOrGetter, toValue } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from './client';
import type { Choice } from './dictionary';

type ReportRule = Schemas['ReportRule'];

const FRESH_MS = 5 * 60_000;

/** The reporting rules of a campaign; none before one is chosen. */
export function useReportRules(campaignId: MaybeRefOrGetter<string | undefined>): {
  rules: ComputedRef<readonly ReportRule[]>;
  choices: ComputedRef<Choice[]>;
  ruleOf: (code: string) => ReportRule | undefined;
} {
  const id = computed(() => toValue(campaignId) ?? '');
  const { data } = useQuery({
    queryKey: ['campaigns', 'report-rules', id],
    queryFn: () =>
      call(api.GET('/api/campaigns/{id}/report-rules', { params: { path: { id: id.value } } })),
    enabled: computed(() => id.value !== ''),
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
