import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { api, call, ifMatch, type Schemas } from '@/api/client';

export type Notice = Schemas['NoticeBody'];
export type Reply = Schemas['NoticeReplyBody'];

const TOUCHED = ['notices', 'issues', 'todo', 'notifications'];

export interface NoticeSource {
  readonly version: () => number;
  /** For `useForm`: loads the notice anew and tells its version. */
  readonly refresh: () => Promise<number>;
  readonly changed: () => Promise<unknown>;
}

/** One notice and how to read it anew. */
export function useNotice(id: string) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['notices', 'one', id],
    queryFn: () => call(api.GET('/api/notices/{id}', { params: { path: { id } } })),
  });
  const source: NoticeSource = {
    version: () => query.data.value?.version ?? 0,
    refresh: async () => {
      const { data, error } = await query.refetch();
      if (!data) throw error ?? new Error('The notice is gone.');
      return data.version;
    },
    changed: () => Promise.all(TOUCHED.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  };
  return { query, source };
}

const at = (id: string, version: number) => ({ path: { id }, header: ifMatch(version) });
const ofReply = (id: string, n: number, version: number) => ({
  path: { id, n },
  header: ifMatch(version),
});

/** The steps of a notice, as the server names them. */
export const noticeSteps = {
  edit: (id: string, version: number, body: Schemas['EditNoticeBody']) =>
    call(api.PATCH('/api/notices/{id}', { params: at(id, version), body })),
  issue: (id: string, version: number) =>
    call(api.POST('/api/notices/{id}/issuance', { params: at(id, version) })),
  sign: (id: string, version: number) =>
    call(api.POST('/api/notices/{id}/signing', { params: at(id, version) })),
  reply: (id: string, version: number, body: Schemas['ReplyBody']) =>
    call(api.POST('/api/notices/{id}/replies', { params: at(id, version), body })),
  signReply: (id: string, version: number, n: number) =>
    call(api.POST('/api/notices/{id}/replies/{n}/signature', { params: ofReply(id, n, version) })),
  review: (id: string, version: number, n: number, body: Schemas['ReplyReviewBody']) =>
    call(
      api.POST('/api/notices/{id}/replies/{n}/review', {
        params: ofReply(id, n, version),
        body,
      }),
    ),
  conclude: (id: string, version: number, opinion: string) =>
    call(api.POST('/api/notices/{id}/conclusion', { params: at(id, version), body: { opinion } })),
  withdraw: (id: string, version: number, reason: string) =>
    call(api.POST('/api/notices/{id}/withdrawal', { params: at(id, version), body: { reason } })),
};

/** Steps that stand as one button each; the three verdicts on a reply share one dialog. */
export type NoticeButton =
  'edit' | 'issue' | 'sign' | 'reply' | 'signReply' | 'review' | 'conclude' | 'withdraw';

const BUTTONS: Readonly<Record<string, NoticeButton>> = {
  edit: 'edit',
  issue: 'issue',
  sign: 'sign',
  file: 'sign',
  reply: 'reply',
  signReply: 'signReply',
  concludeReply: 'review',
  returnReply: 'review',
  continueReply: 'review',
  conclude: 'conclude',
  withdraw: 'withdraw',
};

export const buttonsOf = ({ allowedActions }: Notice): readonly NoticeButton[] => [
  ...new Set(allowedActions.flatMap((action) => BUTTONS[action] ?? [])),
];

export const unsignedReply = ({ replies }: Notice): Reply | undefined =>
  replies.find(({ status }) => status === 'UNSIGNED');
export const latestSigned = ({ replies }: Notice): Reply | undefined =>
  replies.filter(({ status }) => status === 'SIGNED').at(-1);
