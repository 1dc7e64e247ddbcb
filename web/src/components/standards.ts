import type { Schemas } from '@/api/client';
import { useDictionary } from '@/api/dictionary';

export type StandardCheck = Schemas['StandardCheckBody'];

/** 资金 out of 资金：应追缴的已追缴…: the short name before the colon. */
export const shortName = (label: string): string => label.split('：')[0] ?? label;

/** What reviewers found about the closing standards, in words. */
export function useStandards(): {
  nameOf: (standard: string) => string;
  /** A line for those that are right, and one for each that is not, with what is wrong. */
  linesOf: (checks: readonly StandardCheck[]) => string[];
  refutedOf: (checks: readonly StandardCheck[]) => StandardCheck[];
} {
  const { label } = useDictionary();
  const nameOf = (standard: string): string => shortName(label('ClosingStandard', standard));
  const refutedOf = (checks: readonly StandardCheck[]): StandardCheck[] =>
    checks.filter(({ verdict }) => verdict === 'REFUTED');
  return {
    nameOf,
    refutedOf,
    linesOf: (checks) => {
      const sound = checks.filter(({ verdict }) => verdict === 'CONFIRMED');
      const names = sound.map(({ standard }) => nameOf(standard)).join('、');
      return [
        ...(names ? [`${label('StandardVerdict', 'CONFIRMED')}：${names}`] : []),
        ...refutedOf(checks).map(
          ({ standard, verdict, note }) =>
            `${label('StandardVerdict', verdict)}：${nameOf(standard)}${note ? `（${note}）` : ''}`,
        ),
      ];
    },
  };
}
