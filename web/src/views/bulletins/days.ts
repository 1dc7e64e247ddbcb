import { instant } from '@/components/format';

const DAY_LENGTH = 10;

/** The day of an instant in Shanghai: `2020-07-06`. */
export const dayOf = (iso: string): string => instant(iso).slice(0, DAY_LENGTH);
