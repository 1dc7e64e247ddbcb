import { labelOf } from '../../platform/dictionary/code-list.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { CLOSING_STANDARD } from './closure.codes.js';
import type { ReviewInput } from './closure.dto.js';
import type { StandardCheck, StandardResult } from './closure.entity.js';

/**
 * What is wrong with a reviewer's verdicts on the closing standards. They may be left out: who confirms
 * for the unit or countersigns does not look at every standard. Who looks must finish before agreeing.
 */
export function checkFaults(
  { decision, checks = [] }: ReviewInput,
  standards: readonly StandardResult[],
): FieldFault[] {
  const seen = new Set<string>();
  const faults = checks.flatMap(({ standard, verdict, note }, index): FieldFault[] => {
    const path = `checks[${index}]`;
    const name = nameOf(standard);
    if (seen.has(standard)) {
      return [{ path, code: 'DUPLICATE', message: `“${name}”核对了两次` }];
    }
    seen.add(standard);
    if (verdict !== 'REFUTED') return [];
    return [
      ...(note ? [] : [{ path: `${path}.note`, ...required(`请写明“${name}”的不符之处`) }]),
      ...(decision === 'APPROVED'
        ? [{ path: `${path}.verdict`, code: 'REFUTED', message: `“${name}”核对不符，不能同意` }]
        : []),
    ];
  });
  const left = standards.filter(({ standard }) => !seen.has(standard));
  if (decision !== 'APPROVED' || checks.length === 0 || left.length === 0) return faults;
  const names = left.map(({ standard }) => nameOf(standard)).join('、');
  return [...faults, { path: 'checks', ...required(`还有销号标准没有核对：${names}`) }];
}

/** The verdicts in one sentence, as the printed form gives them. */
export function sentenceOf(checks: readonly StandardCheck[]): string {
  const sound = checks.filter(({ verdict }) => verdict === 'CONFIRMED');
  const wrong = checks.filter(({ verdict }) => verdict === 'REFUTED');
  const parts = [
    ...(sound.length > 0
      ? [`${sound.map(({ standard }) => nameOf(standard)).join('、')}属实`]
      : []),
    ...(wrong.length > 0 ? [`${wrong.map(withNote).join('、')}不符`] : []),
  ];
  return parts.length > 0 ? `逐项核对：${parts.join('；')}。` : '';
}

const withNote = ({ standard, note }: StandardCheck): string =>
  note ? `${nameOf(standard)}（${note}）` : nameOf(standard);

/** 资金 out of 资金：应追缴的已追缴…: the short name before the colon. */
function nameOf(standard: string): string {
  const label = labelOf(CLOSING_STANDARD, standard);
  return label.split('：')[0] ?? label;
}

const required = (message: string) => ({ code: 'REQUIRED', message });
