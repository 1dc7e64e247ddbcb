import type { Schemas } from '@/api/client';
import type { Application, Standard } from './useApplication';

export interface Check {
  answer: '' | Schemas['StandardVerdict'];
  /** What is wrong with it. */
  note: string;
}

export interface ReviewValues {
  decision: '' | Schemas['Decision'];
  opinion: string;
  reasonCode: string;
  demand: string;
  siteCheck: string;
  minutesNo: string;
  checks: Record<string, Check>;
}

export const emptyReview = (application: Application): ReviewValues => ({
  decision: '',
  opinion: '',
  reasonCode: '',
  demand: '',
  siteCheck: '',
  minutesNo: '',
  checks: Object.fromEntries(
    application.standards.map(({ standard }) => [standard, { answer: '', note: '' }]),
  ),
});

export interface Told {
  readonly unchecked: readonly string[];
  readonly wrong: readonly string[];
  /** Standards that are not met and of which nobody has said why. */
  readonly unexplained: readonly string[];
}

/** What the reviewer found about the standards, in words. */
export function tellChecks(
  { standards }: Application,
  checks: Readonly<Record<string, Check>>,
  name: (standard: Standard) => string,
): Told {
  const by = (answer: Check['answer']): Standard[] =>
    standards
      .map(({ standard }) => standard)
      .filter((standard) => (checks[standard]?.answer ?? '') === answer);
  const noteOf = (standard: Standard): string => checks[standard]?.note.trim() ?? '';
  const refuted = by('REFUTED');
  return {
    unchecked: by('').map(name),
    wrong: refuted.map((standard) =>
      noteOf(standard) ? `${name(standard)}（${noteOf(standard)}）` : name(standard),
    ),
    unexplained: refuted.filter((standard) => !noteOf(standard)).map(name),
  };
}

/** The demand of a return, drawn up from what was found wrong. */
export const demandFrom = (wrong: readonly string[]): string =>
  wrong.map((one, index) => `${index + 1}. ${one}：请补充整改并重新提供材料。`).join('\n');

/** What is missing before the server is asked; the server decides again. */
export function reviewFaults(
  values: ReviewValues,
  told: Told,
): { readonly text: string; readonly faults: Record<string, string> } | undefined {
  if (values.decision === '') {
    return { text: '请选择审核结论。', faults: { decision: '请选择同意或退回' } };
  }
  if (told.unexplained.length > 0) {
    const text = `请写明${told.unexplained.join('、')}的不符之处。`;
    return { text, faults: { checks: text } };
  }
  if (values.decision === 'RETURNED') return undefined;
  if (told.wrong.length > 0) {
    const text = `有${told.wrong.length}项销号标准核对不符，不能同意；请退回补充整改。`;
    return { text, faults: { checks: text } };
  }
  if (told.unchecked.length > 0) {
    const text = `还有${told.unchecked.length}项销号标准没有核对：${told.unchecked.join('、')}。`;
    return { text, faults: { checks: text } };
  }
  return undefined;
}

const given = (value: string): string | undefined => value.trim() || undefined;

/** What was looked at, in the order of the standards. */
const checksOf = (checks: ReviewValues['checks']): Schemas['StandardCheckInput'][] =>
  Object.entries(checks).flatMap(([standard, { answer, note }]) =>
    answer === ''
      ? []
      : [
          {
            standard: standard as Standard,
            verdict: answer,
            // A note that was begun for a standard found right after all is not kept.
            ...(answer === 'REFUTED' && { note: note.trim() }),
          },
        ],
  );

export function reviewBody(
  values: ReviewValues & { decision: Schemas['Decision'] },
): Schemas['ReviewInput'] {
  const returned = values.decision === 'RETURNED';
  return {
    decision: values.decision,
    opinion: values.opinion.trim(),
    checks: checksOf(values.checks),
    reasonCode: returned ? (given(values.reasonCode) as Schemas['ReturnReason']) : undefined,
    demand: returned ? given(values.demand) : undefined,
    siteCheck: given(values.siteCheck),
    minutesNo: given(values.minutesNo),
  };
}

/** What most reviewers would write; the last one strikes off. */
export const usualOpinion = (decision: Schemas['Decision'], last: boolean): string => {
  if (decision === 'RETURNED') return '经核查，未达到销号标准，退回补充整改。';
  return last ? '同意销号。' : '经核查，整改措施已全部落实，同意。';
};
