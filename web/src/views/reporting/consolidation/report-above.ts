import { computed, type ComputedRef, type Ref } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';
import { useReportRules } from '@/api/report-rules';

type Consolidation = Schemas['ConsolidationBody'];

/** The unit's own report that is made of a consolidation and takes it to the level above, if there is one. */
export function useReportAbove(consolidation: Ref<Consolidation | undefined>): {
  above: ComputedRef<Schemas['ReportListItem'] | undefined>;
} {
  const { rules } = useReportRules(computed(() => consolidation.value?.campaignId));
  const query = computed(() => {
    const { campaignId, period, unit, ruleCode } = consolidation.value ?? {};
    const rule = rules.value.find(({ dependsOn }) => ruleCode && dependsOn?.includes(ruleCode));
    return { campaignId, period, unitId: unit?.id, ruleCode: rule?.code };
  });
  const { data } = useQuery({
    queryKey: ['reports', 'above', query],
    queryFn: () => call(api.GET('/api/reports', { params: { query: query.value } })),
    enabled: computed(() => Boolean(query.value.ruleCode && query.value.unitId)),
  });
  return {
    // The list also gives the units below.
    above: computed(() => data.value?.items.find(({ unit }) => unit.id === query.value.unitId)),
  };
}
