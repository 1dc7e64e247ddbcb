import { onBeforeUnmount, type ShallowRef, shallowRef } from 'vue';
import type { Schemas } from '@/api/client';

/** Names do not stay on a screen that somebody has walked away from. */
const SHOWN_MS = 5 * 60_000;

/** Real names after an audited reveal: in memory only, gone with the page or after five minutes. */
export function useRealNames(): {
  byId: ShallowRef<ReadonlyMap<string, string> | undefined>;
  byPublicName: ShallowRef<ReadonlyMap<string, string> | undefined>;
  show: (revealed: Schemas['RevealedNames']) => void;
  hide: () => void;
} {
  const byId = shallowRef<ReadonlyMap<string, string>>();
  const byPublicName = shallowRef<ReadonlyMap<string, string>>();
  let timer = 0;
  function hide(): void {
    window.clearTimeout(timer);
    byId.value = undefined;
    byPublicName.value = undefined;
  }
  function show({ persons }: Schemas['RevealedNames']): void {
    window.clearTimeout(timer);
    byId.value = new Map(persons.map(({ id, realName }) => [id, realName ?? '（未保存姓名）']));
    byPublicName.value = new Map(
      persons.flatMap(({ publicName, realName }) => (realName ? [[publicName, realName]] : [])),
    );
    timer = window.setTimeout(hide, SHOWN_MS);
  }
  onBeforeUnmount(hide);
  return { byId, byPublicName, show, hide };
}
