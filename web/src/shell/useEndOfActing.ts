import { computed, type ComputedRef, nextTick, ref, watch } from 'vue';
import { type Query, useQueryClient } from '@tanstack/vue-query';
import { isTyping } from '@/forms/useLeaveGuard';
import { session } from '@/session/session';

/** Names of codes are the same for everybody. */
const isPersonal = ({ queryKey: [room] }: Query): boolean => room !== 'dictionary';
const isList = ({ queryKey: [, kind] }: Query): boolean => kind === 'list';

/** The page in the middle while acting for somebody ends. */
interface Page {
  /** Taken away for a moment, to come back anew. */
  readonly leaving: boolean;
  /** Something typed is still on it: it stays, whoever may see it, until that is sent or given up. */
  readonly held: boolean;
}

/**
 * Acting for somebody has ended: what was read in that name goes at once, and the page that is open is
 * begun anew in the person's own, as soon as nothing typed would be lost by it.
 */
export function useEndOfActing(): ComputedRef<Page> {
  const client = useQueryClient();
  const waiting = ref(false);
  const leaving = ref(false);

  watch(
    () => session.actingEnded,
    (ended) => {
      if (!ended) return;
      waiting.value = true;
      client.removeQueries({ type: 'inactive', predicate: isPersonal });
      // Beneath a dialog, which stays: the rows are those of the person's own office.
      if (isTyping()) void client.resetQueries({ predicate: isList });
    },
  );
  watch(
    () => waiting.value && !isTyping(),
    async (free) => {
      if (!free) return;
      waiting.value = false;
      leaving.value = true;
      await nextTick();
      // Nothing shows it any more: it can go without a page that finds itself without its record.
      client.removeQueries({ type: 'inactive', predicate: isPersonal });
      // What is still shown is the shell's own.
      void client.resetQueries({ predicate: isPersonal });
      leaving.value = false;
    },
  );
  return computed(() => ({ leaving: leaving.value, held: waiting.value }));
}
