import { api, call } from '@/api/client';
import { ApiError } from '@/api/errors';
import { session } from '@/session/session';

interface Stored {
  readonly version: number;
  readonly value: object;
  /** Chosen here and not yet on the server. */
  readonly unsent?: boolean;
}

const PAUSE_MS = 800;

const timers = new Map<string, number>();
let owner: string | undefined;
let loading: Promise<void> | undefined;

/** As the server takes it: `closureReviews` is `closure-reviews`. */
const nameOf = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/[^a-z0-9-]/g, '-');

const localKey = (key: string): string => `xiaohao.${session.me?.id ?? ''}.${nameOf(key)}`;

function readLocal(key: string): Stored | undefined {
  try {
    return (
      (JSON.parse(localStorage.getItem(localKey(key)) ?? 'null') as Stored | null) ?? undefined
    );
  } catch {
    return undefined;
  }
}

function writeLocal(key: string, stored: Stored): void {
  try {
    localStorage.setItem(localKey(key), JSON.stringify(stored));
  } catch {
    // A full store loses a choice of columns at worst.
  }
}

export function preferenceOf(key: string, version: number): object {
  const stored = readLocal(key);
  return stored?.version === version ? stored.value : {};
}

/** Keeps a choice here at once, and on the server when the person pauses. */
export function keepPreference(key: string, version: number, value: object): void {
  writeLocal(key, { version, value, unsent: true });
  window.clearTimeout(timers.get(key));
  timers.set(
    key,
    window.setTimeout(() => void sendPreference(key), PAUSE_MS),
  );
}

async function sendPreference(key: string): Promise<void> {
  timers.delete(key);
  const stored = readLocal(key);
  if (!stored?.unsent) return;
  const { version, value } = stored;
  try {
    await call(
      api.PUT('/api/ui-preferences/{key}', {
        params: { path: { key: nameOf(key) } },
        body: { version, value: value as Record<string, never> },
        keepalive: true,
      }),
    );
  } catch (error) {
    // Out of reach: it is sent when the program is opened next. What is refused stays on this PC.
    if (!(error instanceof ApiError) || error.status === 0) return;
  }
  // Changed again while it was on its way: the next sending is already waiting.
  if (!timers.has(key)) writeLocal(key, { version, value });
}

/** Takes over what the server keeps, once per person; without the server the copy here serves. */
export function loadPreferences(): Promise<void> {
  const id = session.me?.id;
  if (id === undefined) return Promise.resolve();
  if (owner !== id) {
    owner = id;
    loading = undefined;
  }
  loading ??= takeOver().catch(() => {
    loading = undefined;
  });
  return loading;
}

async function takeOver(): Promise<void> {
  const { items } = await call(api.GET('/api/ui-preferences'));
  for (const { key, version, value } of items) {
    if (readLocal(key)?.unsent) await sendPreference(key);
    else writeLocal(key, { version, value });
  }
}

/** A choice made just before the page is closed is not lost. */
window.addEventListener('pagehide', () => {
  for (const key of [...timers.keys()]) {
    window.clearTimeout(timers.get(key));
    void sendPreference(key);
  }
});
