/** The fields that differ, as a PATCH takes them: what was not touched is not sent. */
export function changesOf<V extends object>(before: V, after: V): Partial<V> {
  const entries = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof V]),
  );
  return Object.fromEntries(entries) as Partial<V>;
}
