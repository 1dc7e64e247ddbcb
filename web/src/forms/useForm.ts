import {
  computed,
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
  /** Version of the record that the person has seen. Left out for a new record. */
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
  /**
   * Sends the form once; whatever the server says, what was typed stays.
   * @returns true when it was accepted; `done` has then run.
   */
  submit: <R>(send: Send<R>, done?: (result: R) => unknown) => Promise<boolean>;
  /** Takes the initial values anew, as after success or when the record has been loaded. */
  reset: () => void;
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

/**
 * State of one form: values, what the server refused and where, conflicts, the draft in this browser
 * and the question before leaving. Provided to the blocks below the component that calls it.
 */
export function useForm<V extends object>(options: FormOptions<V>): Form<V> {
  const values = reactive(copy(options.initial())) as V;
  const sent = ref(JSON.stringify(values));
  const dirty = computed(() => JSON.stringify(values) !== sent.value);
  const attempt = useAttempt(options);
  const keep = useDraft(options.draft, values, dirty);

  function assign(next: V): void {
    for (const key of Object.keys(values)) delete (values as Record<string, unknown>)[key];
    Object.assign(values, copy(next));
  }
  function reset(): void {
    assign(options.initial());
    sent.value = JSON.stringify(values);
    attempt.clear();
  }
  const accepted = (): void => {
    sent.value = JSON.stringify(values);
    keep.drop();
  };

  const form: Reactive<Form<V>> = reactive({
    values,
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
        accepted();
        await done?.(result);
      }),
    sendAgain: attempt.again,
    takeNewest: async () => {
      await options.refresh?.();
      keep.drop();
      reset();
    },
    reset,
    refuse: attempt.refuse,
    restoreDraft: () => {
      const offered = keep.offered.value;
      keep.offered.value = undefined;
      if (offered) assign(offered.values as V);
    },
    dropDraft: keep.drop,
  }) as Reactive<Form<V>>;
  provide(FORM, form as FormState);
  useLeaveGuard(() => dirty.value);
  return form as Form<V>;
}

/** One attempt after another: busy, refused (with faults by path), in conflict, accepted. */
function useAttempt<V extends object>({ version, refresh }: FormOptions<V>) {
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
  async function attempt(send: Send<unknown>, newest: () => Promise<number>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    last = send;
    try {
      await send(await newest());
      clear();
      return true;
    } catch (error) {
      take(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  const known = (): Promise<number> => Promise.resolve(version?.() ?? 0);
  return {
    busy,
    refusal,
    faults,
    conflict,
    clear,
    refuse,
    run: (send: Send<unknown>) => attempt(send, known),
    again: () => (last ? attempt(last, refresh ?? known) : Promise.resolve(false)),
  };
}

function useDraft<V extends object>(
  name: string | undefined,
  values: V,
  dirty: { readonly value: boolean },
) {
  const store = name === undefined ? undefined : new DraftStore<V>(name);
  const found = store?.load();
  const isNew = found && JSON.stringify(found.values) !== JSON.stringify(values);
  const offered = shallowRef<Draft<object> | undefined>(isNew ? found : undefined);
  let timer = 0;
  if (store) {
    watch(
      () => JSON.stringify(values),
      () => {
        window.clearTimeout(timer);
        // While an earlier draft is offered, it must not be written over.
        timer = window.setTimeout(() => {
          if (dirty.value && !offered.value) store.save(values);
        }, DRAFT_PAUSE_MS);
      },
    );
    onBeforeUnmount(() => window.clearTimeout(timer));
  }
  return {
    offered,
    drop: (): void => {
      window.clearTimeout(timer);
      offered.value = undefined;
      store?.drop();
    },
  };
}
