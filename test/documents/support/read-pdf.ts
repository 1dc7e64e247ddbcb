/** A run of text as an independent reader finds it; millimetres from the top left of the paper. */
export interface ReadRun {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  /** Baseline. */
  readonly y: number;
  /** Type size in points. */
  readonly size: number;
}
/** A straight rule; millimetres from the top left. */
export interface ReadRule {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}
export interface ReadPage {
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  readonly runs: readonly ReadRun[];
  readonly rules: readonly ReadRule[];
  /** All text in drawing order, blanks removed. */
  readonly text: string;
}

const toMm = (points: number): number => (points * 25.4) / 72;

/** Text without any white space: what drawing and extraction must agree on. */
export const compact = (text: string): string => text.replace(/\s+/g, '');

/** Reads a PDF with pdf.js, which shares no code with the writer. */
export async function readPdf(bytes: Buffer): Promise<ReadPage[]> {
  // A second of loading, which suites that share a fixture with others may never need.
  const { getDocument, OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false });
  const pdf = await loading.promise;
  const pages: ReadPage[] = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n);
    const [, , width, height] = page.view as [number, number, number, number];
    const { items } = await page.getTextContent({ disableNormalization: true });
    const runs = items.flatMap((item) => ('str' in item ? [readRun(item, height)] : []));
    pages.push({
      width: toMm(width),
      height: toMm(height),
      runs: runs.filter((run) => run.text.trim() !== ''),
      rules: readRules(await page.getOperatorList(), OPS.constructPath),
      text: compact(runs.map((run) => run.text).join('')),
    });
  }
  await loading.destroy();
  return pages;
}

function readRun(
  item: { str: string; transform: number[]; width: number },
  height: number,
): ReadRun {
  const [size = 0, , , , x = 0, y = 0] = item.transform;
  return { text: item.str, x: toMm(x), right: toMm(x + item.width), y: toMm(height - y), size };
}

/** Paths are drawn in pdfkit's flipped space, so their coordinates already count from the top. */
function readRules(
  list: { fnArray: number[]; argsArray: unknown[] },
  constructPath: number,
): ReadRule[] {
  return list.fnArray.flatMap((fn, i) => {
    if (fn !== constructPath) return [];
    const [, [data]] = list.argsArray[i] as [number, [ArrayLike<number> | null]];
    const path = data ? [...Array.from(data)] : [];
    // moveTo x y, lineTo x y
    if (path.length !== 6 || path[0] !== 0 || path[3] !== 1) return [];
    const [, x1 = 0, y1 = 0, , x2 = 0, y2 = 0] = path;
    return [{ x1: toMm(x1), y1: toMm(y1), x2: toMm(x2), y2: toMm(y2) }];
  });
}
