import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { api, call, type Schemas } from '@/api/client';
import { may } from '@/session/session';

export type Issue = Schemas['IssueBody'];
export type IssueAction = Schemas['IssueAction'];
export type Task = Schemas['TaskBody'];
export type Plan = Schemas['PlanBody'];
export type Evidence = Schemas['EvidenceBody'];

const at = (id: string) => ({ params: { path: { id } } });

export const loadIssue = (id: string): Promise<Issue> => call(api.GET('/api/issues/{id}', at(id)));

export const useIssue = (id: string) =>
  useQuery({ queryKey: ['issues', 'one', id], queryFn: () => loadIssue(id) });

/** A block of the page is loaded by itself, so that a slow one does not hold up the others. */
const usePart = <Body>(id: string, part: string, load: () => Promise<Body>, enabled = true) =>
  useQuery({ queryKey: ['issues', 'one', id, part], queryFn: load, enabled });

export const usePlan = (id: string) =>
  usePart(id, 'plan', () => call(api.GET('/api/issues/{id}/plan', at(id))));

export const useProgress = (id: string) =>
  usePart(id, 'progress', () => call(api.GET('/api/issues/{id}/progress', at(id))));

/** With what was withdrawn, which the page strikes through. */
export const useEvidence = (id: string) => {
  const params = { path: { id }, query: { withdrawn: true } };
  return usePart(
    id,
    'evidence',
    () => call(api.GET('/api/issues/{id}/evidence', { params })),
    may('evidence.read'),
  );
};

export const usePersons = (id: string) =>
  usePart(id, 'persons', () => call(api.GET('/api/issues/{id}/persons', at(id))));

export const useApplications = (id: string) =>
  usePart(id, 'applications', () => call(api.GET('/api/issues/{id}/closure-applications', at(id))));

export const useExtensions = (id: string) =>
  usePart(id, 'extensions', () => call(api.GET('/api/issues/{id}/extensions', at(id))));

export const useLookbacks = (id: string) =>
  usePart(id, 'lookbacks', () => call(api.GET('/api/issues/{id}/lookbacks', at(id))));

export const useSupervision = (id: string) =>
  usePart(
    id,
    'supervision',
    () => call(api.GET('/api/issues/{id}/supervision', at(id))),
    may('notice.read'),
  );

export const useHistory = (id: string) =>
  usePart(id, 'history', () => call(api.GET('/api/issues/{id}/history', at(id))));

/** Registers that show what a step on an issue changes; reports are checked against the books. */
const TOUCHED = [
  'issues',
  'tasks',
  'responsibilities',
  'ledger',
  'closures',
  'extensions',
  'notices',
  'reports',
  'statistics',
  'todo',
];

/** Everything that shows the issue is loaded anew, at once where it is on the page. */
export function useIssueRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}

/** After a conflict: the issue anew with all its parts, for every block of the page, and its version. */
export function useNewestVersion(id: string): () => Promise<number> {
  const client = useQueryClient();
  const key = ['issues', 'one', id];
  return async () => {
    const issue = await loadIssue(id);
    // The parts first: a form begins anew when it sees the new version of the issue.
    await client.invalidateQueries({
      queryKey: key,
      predicate: ({ queryKey }) => queryKey.length > key.length,
    });
    client.setQueryData(key, issue);
    return issue.version;
  };
}
