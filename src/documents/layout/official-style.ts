import { mm, TYPE_SIZE } from './units.js';

const chars = 28;
const lines = 22;
const size = TYPE_SIZE.三号;
const width = mm(156);
const height = mm(225);
const top = mm(37);
const left = mm(28);

/**
 * The numbers of GB/T 9704-2012 党政机关公文格式, in points. Marked †: from practice rather than
 * from the wording of the standard; a correction is one line here.
 */
export const OFFICIAL = {
  /** §5.1 A4. */
  paper: { width: mm(210), height: mm(297) },
  /** §5.2 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm. */
  area: { left, top, width, height, right: left + width, bottom: top + height },
  /** §5.2 22 lines of 28 characters of 三号. */
  grid: {
    lines,
    chars,
    size,
    charPitch: width / chars,
    linePitch: (height - size) / (lines - 1),
    tracking: width / chars - size,
  },
  /** §7.2.4 top of the red mark 35 mm below the top of 版心; at most 96 % of its width †. */
  mark: { top: mm(35), widthShare: 0.96, sizeMax: TYPE_SIZE.初号 * 1.25, pitchEm: 1.25 },
  /** §7.2.5 two blank lines between mark and document number †. */
  docNoBlankLines: 2,
  /** §7.2.7 red rule 4 mm below the document number, full width. */
  redRule: { gap: mm(4), width: mm(0.7) },
  /** Y80 M80 as screen red. */
  red: '0.84 0 0.06',
  /** §7.3.1 title: 二号 小标宋, two blank lines below the red rule. */
  title: { size: TYPE_SIZE.二号, blankLines: 2, pitch: 33 },
  /** §7.3.3 first-line indent of two characters. */
  indentChars: 2,
  /** §7.3.5 seal: date four characters from the right; without: name two characters. */
  sign: { sealedRightChars: 4, plainRightChars: 2, dateShiftChars: 2, organGapChars: 2 },
  sealMark: { text: '〔盖章处〕', size: TYPE_SIZE.五号 },
  /** §7.4 版记: rules 0.35 / 0.25 mm, 四号 仿宋, one character from each side. */
  imprint: { size: TYPE_SIZE.四号, pitchEm: 1.9, ruleThick: mm(0.35), ruleThin: mm(0.25) },
  /** §7.5 page number: 四号 half-width 宋体, 7 mm below 版心, one character in. */
  folio: { size: TYPE_SIZE.四号, gap: mm(7) },
  /** Tables in attachments †. */
  table: { size: TYPE_SIZE.五号, leading: 1.35, pad: 4 },
} as const;
