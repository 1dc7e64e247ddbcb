import type { RouteLocationRaw } from 'vue-router';
import type { Choice } from '@/api/dictionary';

/** What the address bar holds after `?`. Lists of one key are arrays. */
export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;

export interface Row {
  readonly id: string;
}

export interface Page<R> {
  readonly items: readonly R[];
  readonly total: number;
}

export interface Column<R> {
  /** Field of the row, or a name of its own with a `cell-<key>` slot. */
  readonly key: string;
  readonly label: string;
  readonly width?: number;
  readonly minWidth?: number;
  /** The server sorts by `key` and `-key`. */
  readonly sortable?: boolean;
  readonly align?: 'right' | 'center';
  /** Figures and dates, set in figures of one width. */
  readonly numeric?: boolean;
  /** Shown only when a person asks for it. */
  readonly hidden?: boolean;
  /** Cut off with an ellipsis; the whole text shows on pointing. */
  readonly clipped?: boolean;
  /** Stays in sight while the others scroll; on a phone it scrolls with them. */
  readonly fixed?: boolean;
  readonly text?: (row: R) => string | number | null | undefined;
  /**
   * Its place on the card that a row is on a phone: the line one recognises it by, a mark below, or a
   * fact with its label. What has no place is read on the page of the record.
   */
  readonly card?: 'title' | 'mark' | 'fact';
}

interface FilterBase {
  readonly key: string;
  readonly label: string;
  readonly width?: number;
}

export type Filter =
  | (FilterBase & { readonly kind: 'text'; readonly placeholder?: string })
  /** One or several of a code list of the dictionary, or of given choices. */
  | (FilterBase & {
      readonly kind: 'choices';
      readonly list?: string;
      readonly choices?: () => readonly Choice[];
      readonly single?: boolean;
    })
  | (FilterBase & { readonly kind: 'unit' })
  | (FilterBase & { readonly kind: 'flag' })
  | (FilterBase & { readonly kind: 'month' })
  /** Two days; `key` names the pair, `from` and `to` are the parameters. */
  | (FilterBase & { readonly kind: 'dates'; readonly from: string; readonly to: string });

/** A set of filters with a name, one click away. */
export interface View {
  readonly key: string;
  readonly label: string;
  readonly query: Query;
  readonly count?: () => number | undefined;
  readonly tone?: 'danger' | 'warning';
}

export interface BulkAction<R> {
  readonly key: string;
  readonly label: string;
  readonly tone?: 'primary' | 'danger';
  /** Rows for which it returns false are left out, and the person is told how many. */
  readonly fits?: (row: R) => boolean;
  /** It has a dialog of its own, which says what will happen: no question before. */
  readonly asks?: boolean;
  /** @returns what was done, in Chinese, or an empty text when that was told; undefined when the person turned back. */
  readonly run: (rows: readonly R[]) => Promise<string | undefined>;
}

/** A list page: what it shows and where the rows come from. */
export interface Resource<R extends Row> {
  /** Key of its preferences and of its cached answers. */
  readonly key: string;
  /** Record whose rows these are, where the page shows those of one record. */
  readonly of?: string;
  /** What a row is called: 问题, 任务. */
  readonly noun: string;
  /** Raise it when columns change, so that nobody is left with an old choice that hides the new ones. */
  readonly version: number;
  readonly list: (query: Query) => Promise<Page<R>>;
  readonly columns: readonly Column<R>[];
  readonly filters: readonly Filter[];
  readonly views?: readonly View[];
  readonly bulk?: readonly BulkAction<R>[];
  readonly open?: (row: R) => RouteLocationRaw;
  /** As the server takes it: `-createdAt`. */
  readonly defaultSort?: string;
  /** What to do where there is nothing at all yet. */
  readonly emptyHint?: string;
}
