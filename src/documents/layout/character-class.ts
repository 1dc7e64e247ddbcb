/** What a character may do at the edge of a line (避头尾). */
export enum Kind {
  /** Han and everything else that breaks on both sides. */
  Ideograph,
  /** Closing mark: never starts a line. */
  Close,
  /** Opening mark: never ends a line. */
  Open,
  /** Part of a word or code: kept whole. */
  Word,
  Digit,
  /** Half of —— or ……. */
  Dash,
  /** From here on: characters that leave no ink. */
  Space,
  NewLine,
  /** Break allowed, nothing drawn. */
  ZeroWidth,
}

const kinds = new Uint8Array(0x10000);
function assign(characters: string, kind: Kind): void {
  for (const character of characters) kinds[character.codePointAt(0) ?? 0] = kind;
}

kinds.fill(Kind.Word, 0x21, 0x2000);
kinds.fill(Kind.Digit, 0x30, 0x3a);
kinds.fill(Kind.Digit, 0xff10, 0xff1a);
const FULL_CLOSE = '，。、．：；！？）】》〉」』〕〗”’';
const FULL_OPEN = '（【《〈「『〔〖“‘';
assign(FULL_CLOSE + '％‰℃℉°′″·‧々ゝヽー～〜﹚﹜﹞)]}!,.:;?%', Kind.Close);
assign(FULL_OPEN + '￥＄£￡([{', Kind.Open);
assign('—…⋯―', Kind.Dash);
assign(' \t\u3000\u2002\u2003', Kind.Space);
assign('\n', Kind.NewLine);
assign('\u200b', Kind.ZeroWidth);
assign('\u00a0\u2060', Kind.Word);

const unitsAfterDigit = new Set(
  [...'年月日时分秒号元万亿户人名个件起项条次页岁天份季％‰℃'].map((c) => c.codePointAt(0)),
);

/** +1: the blank half of the full-width mark is at its right, −1: at its left, 0: none. */
export const blankHalf = new Int8Array(0x10000);
for (const character of FULL_CLOSE) blankHalf[character.codePointAt(0) ?? 0] = 1;
for (const character of FULL_OPEN) blankHalf[character.codePointAt(0) ?? 0] = -1;

export function kindOf(codePoint: number): Kind {
  return codePoint < 0x10000 ? (kinds[codePoint] ?? Kind.Ideograph) : Kind.Ideograph;
}

const isWordPart = (kind: Kind): boolean => kind === Kind.Word || kind === Kind.Digit;

/** Whether a line may end after `before` and the next start with `after`. */
export function mayBreakBetween(before: number, after: number): boolean {
  const a = kindOf(before);
  const b = kindOf(after);
  if (b === Kind.Close || a === Kind.Open || b === Kind.Space) return false;
  if (a === Kind.Space || a === Kind.ZeroWidth) return true;
  if (b === Kind.ZeroWidth) return false;
  // —— and …… stay whole and open a line only after a closing mark.
  if (b === Kind.Dash) return a === Kind.Close;
  if (a === Kind.Digit && unitsAfterDigit.has(after)) return false;
  if (isWordPart(b)) {
    // The point of 98.6 and the colon of 10:30 are closing marks inside one number.
    if (isWordPart(a) || (a === Kind.Close && before < 0x80)) return false;
  }
  return true;
}

/** Both sides belong to one Latin word or number, whose letters are never spread apart. */
export function insideWord(before: number, after: number): boolean {
  return before < 0x2000 && after < 0x2000 && before > 0x20 && after > 0x20;
}

/** Gaps of a line that justification may widen: all but those inside Latin words and numbers. */
export function stretchableGaps(cps: readonly number[], start: number, end: number): number {
  let gaps = 0;
  for (let i = start + 1; i < end; i++) {
    if (!insideWord(cps[i - 1]!, cps[i]!)) gaps++;
  }
  return gaps;
}

const emergencyBreaks = new Set([...'-/_@.,:'].map((c) => c.codePointAt(0)));
/** Where a code that is longer than its line may still be divided: after - / _ @ . , : */
export function mayDivideAfter(codePoint: number): boolean {
  return emergencyBreaks.has(codePoint);
}
