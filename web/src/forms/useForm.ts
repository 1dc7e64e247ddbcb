import {
  computed,
  type ComputedRef,
  inject,
  type InjectionKey,
  onBeforeUnmount,
  provide,
  reactive,
  type Reactive,
  ref,
  shallowRef,
  watch,
} from 'vue';
import { ApiError, textOf } from '@/api/errors';
import { type Draft, DraftStore } from './draft';
import { useLeaveGuard } from './useLeaveGuard';

const DRAFT_PAUSE_MS = 600;

export interface FormOptions<V extends object> {
  /** The values to begin with; called again by `reset`. */
  readonly initial: () => V;
  /**
   * Version of the record as the page knows it. Left out for a new record. A form that nobody has
   * written in follows it; what is typed is sent with the version that the person began with, so that
   * a reload in the background cannot hide what others have saved meanwhile.
   */
  readonly version?: () => number;
  /** After a conflict: loads the record anew and returns its version. */
  readonly refresh?: () => Promise<number>;
  /** Keeps what is typed in this browser under this name, for long forms. */
  readonly draft?: string;
}

type Send<R> = (version: number) => Promise<R>;

/** The form as its blocks see it (`FormField`, `FormFaults`, `ConflictNotice`, `DraftNotice`, `StepDialog`). */
export interface FormState {
  readonly dirty: boolean;
  readonly busy: boolean;
  /** Why the last attempt was refused, in the server's words. */
  readonly refusal: string | undefined;
  /** Messages by field path: `measures[0].dueOn`. */
  readonly faults: Readonly<Record<string, string>>;
  readonly conflict: ApiError | undefined;
  /** Typed earlier, not sent, and offered back. */
  readonly draft: Draft<object> | undefined;
  faultOf: (path: string) => string | undefined;
  /** Sends the last attempt again with the newest version of the record. */
  sendAgain: () => Promise<boolean>;
  /** Gives up what was typed for the newest state of the record. */
  takeNewest: () => Promise<void>;
  restoreDraft: () => void;
  dropDraft: () => void;
}

export interface Form<V extends object> extends FormState {
  readonly values: V;
  /** What the typing began with: of a change only what differs from it is sent. */
  readonly began: V;
  /**
   * Sends the form once; whatever the server says, what was typed stays.
   * @returns true when it was accepted; `done` has then run.
   */
  submit: <R>(send: Send<R>, done?: (result: R) => unknown) => Promise<boolean>;
  /** Takes the initial values anew, as after success or when the record has been loaded. */
  reset: () => void;
  /** A part of what is sent has been accepted: what comes next builds on this version. */
  savedAt: (version: number) => void;
  /** A refusal found before sending, at the field it concerns. */
  refuse: (text: string, faults?: Readonly<Record<string, string>>) => void;
}

const FORM: InjectionKey<FormState> = Symbol('form');

/** The form around a block. */
export function useFormState(): FormState {
  const form = inject(FORM);
  if (!form) throw new Error('A form block stands outside of a form.');
  return form;
}

const copy = <V>(value: V): V => JSON.parse(JSON.stringify(value)) as V;

/** The version that an answer of the server tells, where it is a record. */
const versionIn = (answer: unknown): number | undefined =>
  (answer as { readonly version?: number } | null | undefined)?.version;

/**
 * State of one form: values, what the server refused and where, conflicts, the draft in this browser
 * and the question before leaving. Provided to the blocks below the component that calls it.
 */
export function useForm<V extends object>(options: FormOptions<V>): Form<V> {
  const basis = useBasis(options);
  const { values, dirty } = basis;
  const attempt = useAttempt(basis, options.refresh);
  const keep = useDraft(options.draft, basis);

  function reset(): void {
    basis.begin();
    attempt.clear();
  }
  const savedAt = (version = basis.seen): void => {
    basis.stand(copy(values), version);
    keep.drop();
  };

  const form: Reactive<Form<V>> = reactive({
    values,
    began: basis.began,
    dirty,
    busy: attempt.busy,
    refusal: attempt.refusal,
    faults: attempt.faults,
    conflict: attempt.conflict,
    draft: keep.offered,
    faultOf: (path: string) => attempt.faults.value[path],
    submit: <R>(send: Send<R>, done?: (result: R) => unknown) =>
      attempt.run(async (version) => {
        const result = await send(version);
        savedAt(versionIn(result));
        await done?.(result);
      }),
    sendAgain: attempt.again,
    takeNewest: async () => {
      await options.refresh?.();
      keep.drop();
      reset();
    },
    reset,
    savedAt,
    refuse: attempt.refuse,
    restoreDraft: keep.restore,
    dropDraft: keep.drop,
  }) as Reactive<Form<V>>;
  provide(FORM, form as FormState);
  useLeaveGuard(() => dirty.value);
  return form as Form<V>;
}

/** What is typed, and what it builds on. */
interface Basis<V extends object> {
  readonly values: V;
  readonly began: ComputedRef<V>;
  readonly dirty: ComputedRef<boolean>;
  /** Version of the record that the person began with. */
  seen: number;
  assign: (next: V) => void;
  /** From here on what differs from these values counts as typed. */
  stand: (values: V, version: number) => void;
  /** Takes the newest values that the page knows. */
  begin: () => void;
}

function useBasis<V extends object>({ initial, version }: FormOptions<V>): Basis<V> {
  const known = (): number => version?.() ?? 0;
  const values = reactive(copy(initial())) as V;
  const from = ref(JSON.stringify(values));
  const basis: Basis<V> = {
    values,
    began: computed(() => JSON.parse(from.value) as V),
    dirty: computed(() => JSON.stringify(values) !== from.value),
    seen: known(),
    assign(next) {
      for (const key of Object.keys(values)) delete (values as Record<string, unknown>)[key];
      Object.assign(values, copy(next));
    },
    stand(next, at) {
      from.value = JSON.stringify(next);
      basis.seen = at;
    },
    begin() {
      basis.assign(initial());
      basis.stand(values, known());
    },
  };
  // After the page has been painted anew, when the values come with the version.
  watch(known, () => !basis.dirty.value && basis.begin(), { flush: 'post' });
  return basis;
}

/** One attempt after another: busy, refused (with faults by path), in conflict, accepted. */
function useAttempt<V extends object>(basis: Basis<V>, refresh: FormOptions<V>['refresh']) {
  const busy = ref(false);
  const refusal = ref<string>();
  const faults = ref<Record<string, string>>({});
  const conflict = shallowRef<ApiError>();
  let last: Send<unknown> | undefined;

  function clear(): void {
    refusal.value = undefined;
    faults.value = {};
    conflict.value = undefined;
  }
  function refuse(text: string, at: Readonly<Record<string, string>> = {}): void {
    clear();
    refusal.value = text;
    faults.value = { ...at };
  }
  function take(error: unknown): void {
    if (error instanceof ApiError && error.isConflict) {
      clear();
      conflict.value = error;
      return;
    }
    const at = error instanceof ApiError ? error.errors : [];
    refuse(textOf(error), Object.fromEntries(at.map(({ path, message }) => [path, message])));
  }
  async function attempt(send: Send<unknown>, load?: () => Promise<number>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    last = send;
    try {
      if (load) basis.seen = await load();
      await send(basis.seen);
      clear();
      return true;
    } catch (error) {
      take(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return {
    busy,
    refusal,
    faults,
    conflict,
    clear,
    refuse,
    run: (send: Send<unknown>) => attempt(send),
    again: () => (last ? attempt(last, refresh) : Promise.resolve(false)),
  };
}

function useDraft<V extends object>(name: string | undefined, basis: Basis<V>) {
  const { values, dirty } = basis;
  const store = name === undefined ? undefined : new DraftStore<V>(name);
  const found = store?.load();
  const isNew = found && JSON.stringify(found.values) !== JSON.stringify(values);
  const offered = shallowRef<Draft<V> | undefined>(isNew ? found : undefined);
  let timer = 0;
  if (store) {
    watch(
      () => JSON.stringify(values),
      () => {
        window.clearTimeout(timer);
        // While an earlier draft is offered, it must not be written over.
        timer = window.setTimeout(() => {
          if (dirty.value && !offered.value) store.save(values, basis.began.value, basis.seen);
        }, DRAFT_PAUSE_MS);
      },
    );
    onBeforeUnmount(() => window.clearTimeout(timer));
  }
  return {
    offered,
    restore: (): void => {
      const draft = offered.value;
      offered.value = undefined;
      if (!draft) return;
      basis.assign(draft.values);
      // What others have saved since it was typed is told of as a conflict.
      basis.stand(draft.began, draft.version);
    },
    drop: (): void => {
      window.clearTimeout(timer);
      offered.value = undefined;
      store?.drop();
    },
  };
}
