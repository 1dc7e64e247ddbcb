import { type PlacedRow, type RowBox, type TablePage, type TableStyle } from './table-layout.js';

/** Vertical room for a table on one page, points from the top of the paper. */
export interface Region {
  readonly top: number;
  readonly bottom: number;
}

const TOLERANCE = 0.01;
/** A split row leaves at least this many lines on a page that already has rows. */
const SPLIT_LINES_MIN = 2;

/** Distributes rows over pages. */
export class TablePager {
  readonly pages: TablePage[] = [];
  private rows: PlacedRow[] = [];
  private current: Region;
  private y: number;

  constructor(
    private readonly style: TableStyle,
    private readonly headHeight: number,
    private readonly region: (page: number) => Region,
  ) {
    this.current = region(0);
    this.y = this.current.top + headHeight;
  }

  place(groups: readonly RowBox[][], foot: readonly RowBox[], tailHeight: number): void {
    const footHeight = heightOf(foot) + tailHeight;
    groups.forEach((group, i) => {
      const isLast = i === groups.length - 1;
      const together = heightOf(group) + (isLast ? footHeight : 0);
      if (isLast && this.rows.length > 0 && !this.fits(together) && together <= this.freshRoom()) {
        this.turnPage();
      }
      this.placeGroup(group);
    });
    this.placeGroup(foot);
    this.turnPage();
  }

  private placeGroup(group: readonly RowBox[]): void {
    const height = heightOf(group);
    if (!this.fits(height) && height <= this.freshRoom()) this.turnPage();
    for (const row of group) {
      if (this.fits(row.height)) this.add(row);
      else if (row.height <= this.freshRoom()) {
        this.turnPage();
        this.add(row);
      } else this.split(row);
    }
  }

  private split(row: RowBox): void {
    const pitch = this.style.size * this.style.leading;
    let from = row.fromLine;
    while (from < row.toLine) {
      const room = Math.floor((this.current.bottom - this.y - 2 * this.style.pad) / pitch);
      if (room < SPLIT_LINES_MIN && this.rows.length > 0) {
        this.turnPage();
        continue;
      }
      const to = Math.min(row.toLine, from + Math.max(room, 1));
      const height = (to - from) * pitch + 2 * this.style.pad;
      this.add({ ...row, fromLine: from, toLine: to, height, whole: false });
      from = to;
      if (from < row.toLine) this.turnPage();
    }
  }

  private add(row: RowBox): void {
    this.rows.push({ ...row, y: this.y });
    this.y += row.height;
  }

  private fits(height: number): boolean {
    return this.y + height <= this.current.bottom + TOLERANCE;
  }

  /** Room under the header of the next page. */
  private freshRoom(): number {
    const { top, bottom } =
      this.rows.length > 0 ? this.region(this.pages.length + 1) : this.current;
    return bottom - top - this.headHeight + TOLERANCE;
  }

  private turnPage(): void {
    this.pages.push({ top: this.current.top, rows: this.rows, bottom: this.y });
    this.rows = [];
    this.current = this.region(this.pages.length);
    this.y = this.current.top + this.headHeight;
  }
}

function heightOf(rows: readonly RowBox[]): number {
  return rows.reduce((sum, row) => sum + row.height, 0);
}
