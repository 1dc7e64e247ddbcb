import { onBeforeUnmount, type ShallowRef, shallowRef } from 'vue';
import type { Revealed } from './person.form';

/** Personal data does not stay on a screen that somebody has walked away from. */
const SHOWN_MS = 60_000;

/** People in clear after a logged reveal: in memory only, each gone with the page or after a minute. */
export function useRevealed(): {
  byId: ShallowRef<ReadonlyMap<string, Revealed>>;
  show: (revealed: Revealed) => void;
  hide: (id: string) => void;
} {
  const byId = shallowRef<ReadonlyMap<string, Revealed>>(new Map());
  const timers = new Map<string, number>();
  function hide(id: string): void {
    window.clearTimeout(timers.get(id));
    timers.delete(id);
    byId.value = new Map([...byId.value].filter(([key]) => key !== id));
  }
  function show(revealed: Revealed): void {
    const { id } = revealed;
    hide(id);
    byId.value = new Map([...byId.value, [id, revealed]]);
    timers.set(
      id,
      window.setTimeout(() => hide(id), SHOWN_MS),
    );
  }
  onBeforeUnmount(() => [...timers.keys()].forEach(hide));
  return { byId, show, hide };
}
