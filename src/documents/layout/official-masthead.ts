import { type Masthead } from '../blocks/blocks.js';
import { breakLines, textWidth } from './line-breaker.js';
import { type FlowItem, type FlowText } from './official-flow.js';
import { type GridSetter } from './official-lines.js';
import { OFFICIAL } from './official-style.js';
import { type Typesetter } from './typesetter.js';

const { grid, area, mark } = OFFICIAL;

/**
 * 版头 as one flow item: 份号, 密级, 紧急程度 at the top left; the red mark; document number with,
 * in documents to a superior, 签发人; the red rule; and the blank lines above the title.
 */
export function layoutMasthead(
  masthead: Masthead,
  setter: GridSetter,
  typesetter: Typesetter,
): FlowItem[] {
  const { texts, bottom } = layoutMarks(masthead, typesetter);
  const numberRow = Math.ceil(bottom / grid.linePitch + OFFICIAL.docNoBlankLines - 0.35);
  const element = { tag: 'P' as const };
  const item: FlowItem = {
    kind: 'lines',
    rows: numberRow + 1,
    element,
    glued: false,
    texts: [
      ...cornerTexts(masthead, setter),
      ...texts,
      ...numberTexts(masthead, setter, numberRow),
    ],
    redRuleAt: numberRow * grid.linePitch + grid.size + OFFICIAL.redRule.gap,
  };
  return [item, { kind: 'gap', rows: OFFICIAL.title.blankLines, glued: true }];
}

function cornerTexts(masthead: Masthead, setter: GridSetter): FlowText[] {
  const corner = [
    { value: masthead.copyNo, role: 'fang' as const },
    { value: masthead.secrecy, role: 'hei' as const },
    { value: masthead.urgency, role: 'hei' as const },
  ];
  return corner
    .filter(({ value }) => value !== '')
    .map(({ value, role }, row) => setter.single(value, role, 0, row));
}

/** Several organs stand below each other in equal width, with 文件 at their right, centred. */
function layoutMarks(
  masthead: Masthead,
  typesetter: Typesetter,
): { texts: FlowText[]; bottom: number } {
  const joint = masthead.marks.length > 1;
  const names = joint ? masthead.marks : [masthead.marks.join('') + masthead.markSuffix];
  const suffix = joint ? masthead.markSuffix : '';
  const room = area.width * mark.widthShare;
  const texts = names.map((name) => typesetter.text(name, 'title'));
  const widest = Math.max(...texts.map((text) => textWidth(text, 1)));
  const tail = typesetter.text(suffix, 'title');
  const tailWidth = suffix === '' ? 0 : textWidth(tail, 1) + 0.3;
  const size = Math.min(joint ? mark.sizeMax * 0.7 : mark.sizeMax, room / (widest + tailWidth));
  const left = (area.width - (widest + tailWidth) * size) / 2;
  const pitch = size * mark.pitchEm;
  const placed = texts.map((text, i): FlowText => {
    const [line] = breakLines(text, size, Infinity);
    const gaps = text.cps.length - 1;
    const slack = widest * size - line!.width;
    // Names of joint organs are spread to one width (§7.2.4).
    const tracking = joint && gaps > 0 ? slack / gaps : 0;
    return {
      text,
      line: line!,
      size,
      x: left,
      dy: mark.top + i * pitch,
      tracking,
      spread: 0,
      color: OFFICIAL.red,
    };
  });
  const height = (names.length - 1) * pitch + size;
  if (suffix !== '') {
    const [line] = breakLines(tail, size, Infinity);
    const x = left + (widest + 0.3) * size;
    const dy = mark.top + (height - size) / 2;
    placed.push({
      text: tail,
      line: line!,
      size,
      x,
      dy,
      tracking: 0,
      spread: 0,
      color: OFFICIAL.red,
    });
  }
  return { texts: placed, bottom: mark.top + height };
}

function numberTexts(masthead: Masthead, setter: GridSetter, row: number): FlowText[] {
  const { docNo, issuer } = masthead;
  if (issuer === '') {
    const x = (area.width - setter.width(docNo, 'fang')) / 2;
    return docNo === '' ? [] : [setter.single(docNo, 'fang', x, row)];
  }
  const label = '签发人：';
  const nameWidth = setter.width(issuer, 'kai') + grid.tracking;
  const nameX = area.width - grid.charPitch - nameWidth;
  const labelX = nameX - setter.width(label, 'fang') - grid.tracking;
  return [
    ...(docNo === '' ? [] : [setter.single(docNo, 'fang', grid.charPitch, row)]),
    setter.single(label, 'fang', labelX, row),
    setter.single(issuer, 'kai', nameX, row),
  ];
}
