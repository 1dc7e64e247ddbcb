import { type Ref, ref, watch } from 'vue';
import { keepPreference, loadPreferences, preferenceOf } from './preference-store';

/**
 * How a person likes a screen: kept on the server, so that it follows him to another PC, with a copy in
 * this browser for the first paint. A stored value of another version is left alone, so that a changed
 * screen never shows a blank table.
 */
export function usePreferences<T extends object>(key: string, version: number, initial: T): Ref<T> {
  const stored = (): T => ({ ...initial, ...(preferenceOf(key, version) as Partial<T>) });
  const value = ref(stored()) as Ref<T>;
  let taking = false;
  let touched = false;
  watch(
    value,
    (next) => {
      if (taking) return;
      touched = true;
      keepPreference(key, version, next);
    },
    { deep: true, flush: 'sync' },
  );
  void loadPreferences().then(() => {
    const next = stored();
    // What was chosen in the meantime is newer than what the server had.
    if (touched || JSON.stringify(next) === JSON.stringify(value.value)) return;
    taking = true;
    value.value = next;
    taking = false;
  });
  return value;
}
