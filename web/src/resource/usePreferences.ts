import { type Ref, ref, watch } from 'vue';

interface Stored<T> {
  readonly version: number;
  readonly value: Partial<T>;
}

const storageKey = (key: string): string => `xiaohao.${key}`;

function load<T>(key: string, version: number): Partial<T> {
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey(key)) ?? 'null') as Stored<T> | null;
    return stored?.version === version ? stored.value : {};
  } catch {
    return {};
  }
}

/**
 * How a person likes a screen. A stored value of another version is left alone, so that a changed
 * screen never shows a blank table.
 */
export function usePreferences<T extends object>(key: string, version: number, initial: T): Ref<T> {
  const value = ref({ ...initial, ...load<T>(key, version) }) as Ref<T>;
  watch(
    value,
    (next) => localStorage.setItem(storageKey(key), JSON.stringify({ version, value: next })),
    { deep: true },
  );
  return value;
}
