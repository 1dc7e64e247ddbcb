import { computed, type ComputedRef, type Ref, shallowRef, watch } from 'vue';
import { api, call } from '@/api/client';
import type { Form } from '@/forms/useForm';
import { differing, narrativeOf, type NarrativeValues, readable, valuesOf } from './narrative.form';
import type { Report } from './report-kind';

/** A part that both have changed. */
export interface Other {
  readonly key: keyof NarrativeValues;
  readonly label: string;
  /** What the other one has saved. */
  readonly text: string;
}

/**
 * When somebody else (or oneself in another tab) has saved meanwhile: what was not touched here takes
 * what has been saved, and what both have changed is shown side by side, so that neither text is lost.
 * @param seen the report that the form was filled from.
 */
export function useMerge(
  form: Form<NarrativeValues>,
  seen: Ref<Report>,
): { others: ComputedRef<Other[]>; take: (other: Other) => void } {
  const newest = shallowRef<Report>();

  const adopt = (keys: readonly (keyof NarrativeValues)[]): void => {
    const theirs = newest.value && valuesOf(newest.value);
    if (theirs)
      Object.assign(form.values, Object.fromEntries(keys.map((key) => [key, theirs[key]])));
  };
  watch(
    () => form.conflict,
    async (conflict) => {
      newest.value = undefined;
      if (!conflict) return;
      const params = { path: { id: seen.value.id } };
      newest.value = await call(api.GET('/api/reports/{id}', { params })).catch(() => undefined);
      if (!newest.value) return;
      const touched = differing(narrativeOf(form.values), narrativeOf(form.began));
      const changed = differing(newest.value.narrative, narrativeOf(form.began));
      adopt(changed.filter((part) => !touched.includes(part)).map(({ key }) => key));
    },
  );

  return {
    others: computed(() => {
      const report = newest.value;
      if (!form.conflict || !report) return [];
      return differing(narrativeOf(form.values), report.narrative)
        .filter((part) => differing(report.narrative, narrativeOf(form.began)).includes(part))
        .map((part) => ({ ...part, text: readable(report.narrative, part) }));
    }),
    take: ({ key }) => adopt([key]),
  };
}
