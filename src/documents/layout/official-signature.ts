import { type SignatureBlock } from '../blocks/blocks.js';
import { type FlowItem, type FlowLines, type FlowText } from './official-flow.js';
import { type GridSetter } from './official-lines.js';
import { OFFICIAL } from './official-style.js';

const { grid, area, sign, sealMark } = OFFICIAL;
const GREY = '0.55 0.55 0.55';

/**
 * 署名 and 成文日期 (GB/T 9704-2012 §7.3.5), glued to the text before it. With a seal: the date
 * four characters from the right, the organ centred above it, a grey 〔盖章处〕 above each organ. Joint
 * organs stand in one row where they fit, the date under the last; else in rows of their own.
 */
export function layoutSignature(block: SignatureBlock, setter: GridSetter): FlowItem[] {
  const item = block.sealed ? sealedLines(block, setter) : plainLines(block, setter);
  return [{ kind: 'gap', rows: 1, glued: true }, item];
}

function flowLines(texts: readonly FlowText[], rows: number): FlowLines {
  return { kind: 'lines', rows, texts, element: { tag: 'P' }, glued: true };
}

function plainLines(block: SignatureBlock, setter: GridSetter): FlowLines {
  const { charPitch } = grid;
  const limit = area.width - sign.plainRightChars * charPitch;
  const dateWidth = setter.width(block.date, 'fang');
  const lastWidth = setter.width(block.organs.at(-1) ?? '', 'fang');
  let left = limit - lastWidth;
  let dateX = left + sign.dateShiftChars * charPitch;
  if (dateX + dateWidth > limit) {
    dateX = limit - dateWidth;
    left = dateX - sign.dateShiftChars * charPitch;
  }
  const texts = block.organs.map((organ, row) => {
    const x = Math.min(left, limit - setter.width(organ, 'fang'));
    return setter.single(organ, 'fang', x, row);
  });
  const rows = block.organs.length;
  return flowLines([...texts, setter.single(block.date, 'fang', dateX, rows)], rows + 1);
}

function sealedLines(block: SignatureBlock, setter: GridSetter): FlowLines {
  const { charPitch } = grid;
  const dateWidth = setter.width(block.date, 'fang');
  const widths = block.organs.map((organ) => setter.width(organ, 'fang'));
  const lastWidth = widths.at(-1) ?? 0;
  const centre = Math.min(
    area.width - sign.sealedRightChars * charPitch - dateWidth / 2,
    area.width - charPitch - lastWidth / 2,
  );
  const gap = sign.organGapChars * charPitch;
  const inOneRow =
    widths.slice(0, -1).reduce((sum, width) => sum + width + gap, 0) + lastWidth / 2 <= centre;
  const texts: FlowText[] = [];
  const organ = (name: string, x: number, width: number, row: number): void => {
    const middle = x + width / 2;
    texts.push(setter.centredSmall(sealMark.text, sealMark.size, middle, row - 1, GREY));
    texts.push(setter.single(name, 'fang', x, row));
  };
  let row = 1;
  if (inOneRow) {
    let right = centre + lastWidth / 2;
    const places = widths
      .map((width) => width)
      .reverse()
      .map((width) => {
        const x = right - width;
        right = x - gap;
        return x;
      });
    places.reverse().forEach((x, i) => organ(block.organs[i]!, x, widths[i]!, row));
  } else {
    block.organs.forEach((name, i) => {
      if (i > 0) row += 3;
      const width = widths[i]!;
      organ(name, Math.min(centre - width / 2, area.width - width), width, row);
    });
  }
  texts.push(setter.single(block.date, 'fang', centre - dateWidth / 2, row + 1));
  return flowLines(texts, row + 2);
}
