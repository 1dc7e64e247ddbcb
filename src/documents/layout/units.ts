/** Millimetres to PDF points. */
export const mm = (millimetres: number): number => (millimetres * 72) / 25.4;

/** Chinese type sizes in points; 三号 is 15.75 in the printing point system (word processors round it to 16). */
export const TYPE_SIZE = {
  初号: 42,
  小初: 36,
  一号: 26,
  小一: 24,
  二号: 22,
  小二: 18,
  三号: 15.75,
  小三: 15,
  四号: 14,
  小四: 12,
  五号: 10.5,
  小五: 9,
  六号: 7.5,
} as const;

/**
 * Baseline below the top of the ideographic em box, in em. Ascents of different faces cannot be
 * compared (Noto states 1.15 em, Fandol something else), so all faces share this box.
 */
export const BASELINE_EM = 0.88;
