import { computed, type ComputedRef } from 'vue';
import { useQuery } from '@tanstack/vue-query';
import { api, call } from '@/api/client';
import { may } from '@/session/session';

/**
 * Whether the system administrator may appoint the security administrator: only until one has taken
 * office, that is, has chosen his own password. The server decides again.
 */
export function useAppointment(): ComputedRef<boolean> {
  const { data } = useQuery({
    queryKey: ['users', 'security-officers'],
    queryFn: () =>
      call(
        api.GET('/api/users', {
          params: { query: { role: 'SECURITY_ADMIN', disabled: false } },
        }),
      ),
    enabled: may('user.manage'),
  });
  return computed(
    () => data.value?.items.every(({ mustChangePassword }) => mustChangePassword) ?? false,
  );
}
