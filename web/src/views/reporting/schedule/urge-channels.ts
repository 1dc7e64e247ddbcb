import type { Choice } from '@/api/dictionary';

/** What people can choose: the program alone urges automatically. */
export const manualChannels = (all: readonly Choice[]): readonly Choice[] =>
  all.filter(({ value }) => value !== 'AUTOMATIC');
