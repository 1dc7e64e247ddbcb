import { type SheetDocument } from '../blocks/blocks.js';
import { type TableStyle } from './table-layout.js';
import { mm, TYPE_SIZE } from './units.js';

/** Measures of ledgers, lists and forms, in points. */
export interface SheetStyle {
  readonly width: number;
  readonly height: number;
  readonly margin: { readonly x: number; readonly top: number; readonly bottom: number };
  readonly titleSize: number;
  readonly metaSize: number;
  readonly smallSize: number;
  readonly table: TableStyle;
}

const SIZES = { A4: [mm(210), mm(297)], A3: [mm(297), mm(420)] } as const;

export function sheetStyle({ paper, orientation }: SheetDocument): SheetStyle {
  const [short, long] = SIZES[paper];
  const portrait = orientation === 'portrait';
  return {
    width: portrait ? short : long,
    height: portrait ? long : short,
    // Forms are filed at the left edge; ledgers are bound or clipped at the top.
    margin: portrait
      ? { x: mm(20), top: mm(18), bottom: mm(15) }
      : { x: mm(10), top: mm(12), bottom: mm(10) },
    titleSize: portrait || paper === 'A3' ? TYPE_SIZE.小二 : 16,
    metaSize: portrait ? TYPE_SIZE.五号 : TYPE_SIZE.小五,
    smallSize: TYPE_SIZE.六号,
    table: portrait
      ? { size: TYPE_SIZE.五号, leading: 1.35, pad: 3.5 }
      : { size: paper === 'A3' ? TYPE_SIZE.小五 : TYPE_SIZE.六号, leading: 1.25, pad: 2.2 },
  };
}
