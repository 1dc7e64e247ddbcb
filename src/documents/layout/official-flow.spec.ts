import { describe, expect, it } from '@jest/globals';
import { type FlowItem, paginate } from './official-flow.js';

const ROWS = 22;
const element = { tag: 'P' as const };
const line = (glued = false, rows = 1): FlowItem => ({
  kind: 'lines',
  rows,
  texts: [],
  element,
  glued,
});
const gap = (glued = false): FlowItem => ({ kind: 'gap', rows: 1, glued });
const many = (count: number): FlowItem[] => Array.from({ length: count }, () => line());

function linesPerPage(items: FlowItem[]): number[] {
  return paginate(items, ROWS, Number, Number).map((page) => page.lines.length);
}

describe('pagination of official documents', () => {
  it.each([
    ['fills pages to the last row', many(45), [22, 22, 1]],
    [
      'turns the page for an attachment',
      [...many(3), { kind: 'break' as const }, ...many(2)],
      [3, 2],
    ],
    ['takes a heading to the page of its text', [...many(21), line(), line(true)], [21, 2]],
    ['drops blank rows at the top of a page', [...many(22), gap(), line()], [22, 1]],
    [
      'takes body lines along with the signature',
      [...many(20), line(), line(true), gap(true), line(true, 3)],
      [20, 3],
    ],
    ['divides a chain longer than a page', [line(), ...many(30).map(() => line(true))], [22, 9]],
  ])('%s', (_name, items, expected) => {
    expect(linesPerPage(items)).toEqual(expected);
  });
});
