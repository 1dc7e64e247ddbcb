import { useQueryClient } from '@tanstack/vue-query';
import { type Form, useForm } from '@/forms/useForm';
import { recordKey } from './useRecord';

interface Saved {
  readonly id: string;
  readonly version: number;
}

interface Editing<V, B> {
  /** Of a new record, or as the one that is written on stands. */
  readonly initial: V;
  readonly draft: string;
  readonly item?: B | undefined;
  readonly refresh?: (() => Promise<number>) | undefined;
}

/**
 * The form of a new record of a room or of one that is written on. It begins anew with the newest
 * state that this page knows, as after saving or giving way to others.
 */
export function useRecordForm<V extends object, B extends Saved>(
  room: string,
  props: Editing<V, B>,
  valuesOf: (body: B) => V,
): {
  form: Form<V>;
  /** What the form began with: of an edit only what differs from it is sent. */
  began: () => V;
  /** Takes the body that the saving has returned; the lists of the room are fetched anew. */
  saved: (body: B) => void;
} {
  const queryClient = useQueryClient();
  let began = props.initial;
  let seen = props.item?.version ?? 0;
  const form = useForm<V>({
    initial: () => {
      const known = props.item && queryClient.getQueryData<B>(recordKey(room, props.item.id));
      began = known ? valuesOf(known) : props.initial;
      return began;
    },
    version: () => seen,
    draft: props.draft,
    ...(props.refresh && {
      refresh: async () => {
        seen = (await props.refresh?.()) ?? seen;
        return seen;
      },
    }),
  });
  return {
    form,
    began: () => began,
    saved: (body) => {
      seen = body.version;
      queryClient.setQueryData(recordKey(room, body.id), body);
      void queryClient.invalidateQueries({ queryKey: [room] });
    },
  };
}
