import { session } from '@/session/session';

const DAY_MS = 86_400_000;
/** Older drafts are of no use, and office PCs are shared. */
const KEPT_DAYS = 7;
const PREFIX = 'xiaohao.draft.';

export interface Draft<V> {
  readonly savedAt: string;
  readonly values: V;
  /** What the typing began with, and the version of the record then. */
  readonly began: V;
  readonly version: number;
}

/** What a person has typed and not yet sent, kept in this browser under his own name. */
export class DraftStore<V> {
  private readonly key: string;

  constructor(name: string) {
    this.key = `${PREFIX}${session.me?.id ?? ''}.${name}`;
  }

  load(): Draft<V> | undefined {
    try {
      const draft = JSON.parse(localStorage.getItem(this.key) ?? 'null') as Draft<V> | null;
      if (!draft) return undefined;
      if (Date.now() - Date.parse(draft.savedAt) < KEPT_DAYS * DAY_MS) return draft;
      this.drop();
    } catch {
      this.drop();
    }
    return undefined;
  }

  save(values: V, began: V, version: number): void {
    const draft: Draft<V> = { savedAt: new Date().toISOString(), values, began, version };
    try {
      localStorage.setItem(this.key, JSON.stringify(draft));
    } catch {
      // A full store must not stop anybody from typing; the form itself still holds everything.
    }
  }

  drop(): void {
    localStorage.removeItem(this.key);
  }
}
