import { describe, expect, it } from '@jest/globals';
import { type Row, type Table } from '../blocks/blocks.js';
import { defaultDocumentsOptions } from '../documents.options.js';
import { FontBook } from '../fonts/font-roles.js';
import { layoutTable, type TableLayout } from './table-layout.js';
import { Typesetter } from './typesetter.js';

const typesetter = new Typesetter(new FontBook(defaultDocumentsOptions().fonts));
const row = (...texts: string[]): Row => ({ cells: texts.map((text) => ({ parts: [{ text }] })) });
const table = (body: Row[], changes: Partial<Table> = {}): Table => ({
  kind: 'table',
  columns: [
    { weight: 1, align: 'center', whole: true },
    { weight: 9, align: 'left', whole: false },
  ],
  head: [row('编号', '内容')],
  body,
  foot: [],
  ...changes,
});

/** Ten-point rows: pitch 10, no padding; the header takes one row. */
function layOut(t: Table, bottom: number, tailHeight = 0): TableLayout {
  const style = { size: 10, leading: 1, pad: 0 };
  const region = (): { top: number; bottom: number } => ({ top: 0, bottom });
  return layoutTable(t, style, typesetter, { x: 0, width: 200, region, tailHeight });
}
const rowsPerPage = (layout: TableLayout): number[] => layout.pages.map((page) => page.rows.length);
const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => row(String(i), '甲'));

describe('table layout', () => {
  it('repeats the header: every page holds one row less than fits', () => {
    expect(rowsPerPage(layOut(table(rows(10)), 50))).toEqual([4, 4, 2]);
  });

  it('keeps a row whole that does not fit the rest of the page', () => {
    const layout = layOut(table([...rows(2), row('x', '一\n二\n三'), row('y', '')]), 50);
    expect(rowsPerPage(layout)).toEqual([2, 2]);
    expect(layout.pages[1]?.rows[0]?.whole).toBe(true);
  });

  it('splits a row taller than a page by lines', () => {
    const text = Array.from({ length: 9 }, (_, i) => String(i)).join('\n');
    const layout = layOut(table([row('x', text), row('y', '')]), 50);
    const parts = layout.pages.flatMap((page) => page.rows.map((r) => [r.fromLine, r.toLine]));
    expect(parts).toEqual([
      [0, 4],
      [4, 8],
      [8, 9],
      [0, 1],
    ]);
  });

  it('keeps totals, and what follows them, with the last row', () => {
    const foot = [row('合计', '1')];
    expect(rowsPerPage(layOut(table(rows(4), { foot }), 50))).toEqual([3, 2]);
    expect(rowsPerPage(layOut(table(rows(3), { foot }), 50, 10))).toEqual([2, 2]);
  });

  it('widens a column whose codes must not break', () => {
    const layout = layOut(table([row('990101-2020-WT-0001', '甲')]), 100);
    expect(layout.edges[1]).toBeGreaterThan(90);
    expect(layout.pages[0]?.rows[0]?.cells[0]?.layout.lineCount).toBe(1);
    expect(layout.edges[2]).toBeCloseTo(200);
  });

  it('keeps rows under a merged cell together and makes room for its text', () => {
    const merged: Row = {
      cells: [{ parts: [{ text: '一\n二\n三\n四' }], rowSpan: 2 }, ...row('a').cells],
    };
    const layout = layOut(table([...rows(2), merged, row('b')]), 70);
    expect(rowsPerPage(layout)).toEqual([4]);
    expect(layout.pages[0]?.rows.map((r) => r.height)).toEqual([10, 10, 10, 30]);
    expect(rowsPerPage(layOut(table([...rows(2), merged, row('b')]), 60))).toEqual([2, 2]);
  });

  it('shows an empty table as its header', () => {
    expect(rowsPerPage(layOut(table([]), 50))).toEqual([0]);
  });

  it.each([
    ['too few', [row('x')]],
    ['too many', [row('x', 'y', 'z')]],
  ])('refuses a row with %s cells', (_name, body) => {
    expect(() => layOut(table(body), 50)).toThrow('单元格数与2列不符');
  });
});
