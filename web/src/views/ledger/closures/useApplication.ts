import { computed, type ComputedRef, type Ref } from 'vue';
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { api, call, ifMatch, type Schemas } from '@/api/client';

export type Application = Schemas['ApplicationBody'];
export type Evidence = Schemas['EvidenceBody'];
export type Standard = Schemas['ClosingStandard'];

const TOUCHED = ['closures', 'issues', 'ledger', 'tasks', 'todo', 'notifications'];

/** A close-out application with what a reviewer holds against it: the issue, its measures and proof. */
export function useApplication(id: string) {
  const client = useQueryClient();
  const path = { id };
  const application = useQuery({
    queryKey: ['closures', 'one', id],
    queryFn: () => call(api.GET('/api/closure-applications/{id}', { params: { path } })),
  });
  const issueId = computed(() => application.data.value?.issueId ?? '');
  const issuePath = computed(() => ({ path: { id: issueId.value } }));
  const enabled = computed(() => issueId.value !== '');
  const issue = useQuery({
    queryKey: ['issues', 'under-review', issueId],
    queryFn: () => call(api.GET('/api/issues/{id}', { params: issuePath.value })),
    enabled,
  });
  const tasks = useQuery({
    queryKey: ['issues', 'under-review', issueId, 'tasks'],
    queryFn: () => call(api.GET('/api/issues/{id}/tasks', { params: issuePath.value })),
    enabled,
  });
  const evidence = useQuery({
    queryKey: ['issues', 'under-review', issueId, 'evidence'],
    queryFn: () =>
      call(
        api.GET('/api/issues/{id}/evidence', {
          params: { ...issuePath.value, query: { withdrawn: true } },
        }),
      ),
    enabled,
  });

  return {
    application,
    issue,
    tasks,
    evidence: attachedTo(application.data, evidence.data),
    evidenceError: evidence.error,
    review: (version: number, body: Schemas['ReviewInput']) =>
      call(
        api.POST('/api/closure-applications/{id}/reviews', {
          params: { path, header: ifMatch(version) },
          body,
        }),
      ),
    withdraw: (version: number) =>
      call(
        api.POST('/api/closure-applications/{id}/withdrawal', {
          params: { path, header: ifMatch(version) },
        }),
      ),
    /** After a step: everything that shows the application or its issue is read anew. */
    changed: (): Promise<unknown> =>
      Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  };
}

/** The files that were handed in, in the order of the form; `hidden` are those that the reader may not see. */
function attachedTo(
  application: Ref<Application | undefined>,
  evidence: Ref<Evidence[] | undefined>,
): ComputedRef<{ readonly files: readonly Evidence[]; readonly hidden: number }> {
  return computed(() => {
    const ids = application.value?.evidenceIds ?? [];
    const known = evidence.value ?? [];
    const files = ids.flatMap((id) => known.filter((file) => file.id === id));
    return { files, hidden: evidence.value ? ids.length - files.length : 0 };
  });
}
