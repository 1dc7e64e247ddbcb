/** How a column of a workbook stores its cells. */
export type WorkbookColumnKind = 'text' | 'integer' | 'yuan' | 'date' | 'percent';

export interface WorkbookColumn {
  /** One header cell, or its levels from the top; equal neighbours of a level are merged. */
  readonly header: string | readonly string[];
  /** Field of the rows. */
  readonly key: string;
  /** Characters. */
  readonly width: number;
  /**
   * What the row value is: `text` string; `integer` number; `yuan` integer fen, shown as yuan
   * with two decimals; `date` `YYYY-MM-DD`; `percent` a ratio (0.9618), shown as 96.18%.
   */
  readonly kind: WorkbookColumnKind;
  /** Allowed values, offered as a list. */
  readonly dropdown?: readonly string[];
  /** Allowed values that depend on what the same row has in another column. */
  readonly dropdownBy?: CascadingDropdown;
}

export interface CascadingDropdown {
  /** The column that chooses the group; while it is empty the values of all groups are offered. */
  readonly key: string;
  readonly groups: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface WorkbookSheet {
  readonly name: string;
  readonly title: string;
  /** Second line: left and right. */
  readonly subtitle?: readonly [left: string, right: string];
  readonly columns: readonly WorkbookColumn[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  /** Lines under the table. */
  readonly footer?: readonly string[];
  readonly landscape?: boolean;
  /** Printed at the foot of each page beside its number, for example `截至2020-05-12 09:00`. */
  readonly asOf?: string;
  /** Empty rows under the data that people fill in: formatted and with lists as the data is. */
  readonly blankRows?: number;
}

export interface WorkbookModel {
  readonly title: string;
  readonly sheets: readonly WorkbookSheet[];
}
