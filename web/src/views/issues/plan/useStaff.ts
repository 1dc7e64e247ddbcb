import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';
import { may } from '@/session/session';

export type StaffMember = Schemas['StaffMember'];

const FRESH_MS = 5 * 60_000;

/** The people of the units for which the person writes plans; without them names are typed by hand. */
export function useStaff(): {
  all: ComputedRef<readonly StaffMember[]>;
  of: (unitId: string | undefined) => StaffMember[];
} {
  const { data } = useQuery({
    queryKey: ['units', 'staff'],
    queryFn: () => call(api.GET('/api/units/staff', {})),
    enabled: may('plan.edit'),
    staleTime: FRESH_MS,
  });
  const all = computed(() => data.value ?? []);
  return { all, of: (unitId) => all.value.filter((one) => !unitId || one.unitId === unitId) };
}
