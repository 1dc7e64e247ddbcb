import { computed, reactive, shallowRef } from 'vue';
import { api, call, type Schemas } from '@/api/client';
import { actingFor, forgetActing } from './acting';

export type Me = Schemas['MeView'];

/** A person waits until he has signed in again, or has left. */
interface Renewal {
  readonly done: Promise<void>;
  readonly finish: () => void;
}

/** Whose session it is. */
const account = shallowRef<Me>();
/** Somebody on leave, in whose name this tab acts. */
const acting = computed(() =>
  account.value?.actingFor.find(({ delegationId }) => delegationId === actingFor()),
);
const actingEnded = shallowRef(false);
/** Who acts: as deputy with the other's unit and powers, under both names as every record has them. */
const me = computed<Me | undefined>(() => {
  const own = account.value;
  const other = acting.value;
  if (!own || !other) return own;
  const { unit, bureau, roles, permissions } = other;
  return { ...own, name: `${own.name}（代${other.name}）`, unit, bureau, roles, permissions };
});

function keep(found: Me | undefined): void {
  account.value = found;
  // What has ended must not be sent any more: the person goes on in his own name, and is told.
  if (found && actingFor() !== undefined && !acting.value) {
    forgetActing();
    actingEnded.value = true;
  }
}
const renewal = shallowRef<Renewal>();

/** Who uses this page. The session itself is a cookie out of reach of scripts. */
export const session = reactive({
  me,
  acting,
  actingEnded,
  /** The session has run out while the page was open; `SignInAgain.vue` shows its dialog. */
  expired: computed(() => renewal.value !== undefined),
});

/** True when the person may do this at least somewhere; whether here, the server's `allowedActions` say. */
export const may = (permission: string): boolean => permission in (me.value?.permissions ?? {});

export const mayAny = (permissions: readonly string[]): boolean => permissions.some(may);

/** Finds out once whether a session is open. */
export async function loadSession(): Promise<Me | undefined> {
  if (me.value) return me.value;
  const { data, response } = await api.GET('/api/auth/me');
  if (response.ok) keep(data);
  return me.value;
}

/**
 * @returns undefined when the password was right and a one-time code comes next.
 * @throws {ApiError} with the reason, for example how long the account is locked.
 */
export async function signIn(username: string, password: string): Promise<Me | undefined> {
  const body = { username, password, cookie: true };
  const { user } = await call(api.POST('/api/auth/login', { body }));
  if (user) keep(user);
  return user ?? undefined;
}

/** The second step; what the first has opened is in a cookie. */
export async function finishSignIn(code: string): Promise<Me> {
  const { user } = await call(api.POST('/api/auth/login/second-step', { body: { code } }));
  keep(user);
  return user;
}

/** The page on which this person has to begin; undefined when nothing is in the way. */
export function firstStop(person: Me): string | undefined {
  if (person.mustChangePassword) return '/password';
  return person.mustSetUpSecondFactor ? '/security' : undefined;
}

/** Something about the account has changed: asks the server anew. */
export async function reloadSession(): Promise<void> {
  keep(await call(api.GET('/api/auth/me')));
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  const body = { currentPassword, newPassword };
  const { user } = await call(api.POST('/api/auth/password', { body }));
  keep(user);
}

export async function signOut(): Promise<void> {
  await api.POST('/api/auth/logout');
  forgetActing();
  keep(undefined);
}

/** Resolves when the person has signed in again on the page that is open. */
export function signInAgain(): Promise<void> {
  if (!renewal.value) {
    let finish = (): void => undefined;
    const done = new Promise<void>((resolve) => (finish = resolve));
    renewal.value = { done, finish };
  }
  return renewal.value.done;
}

/** The dialog has signed the same person in again: what waited goes on. */
export function signedInAgain(): void {
  renewal.value?.finish();
  renewal.value = undefined;
}
