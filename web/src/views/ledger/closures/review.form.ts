import type { Schemas } from '@/api/client';
import type { Application, Standard } from './useApplication';

export interface Check {
  answer: '' | 'TRUE' | 'WRONG';
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

/** 资金 out of 资金：应追缴的已追缴…: the short name before the colon. */
export const shortName = (label: string): string => label.split('：')[0] ?? label;

export interface Told {
  readonly unchecked: readonly string[];
  readonly wrong: readonly string[];
  /** One sentence that goes on record with the opinion. */
  readonly sentence: string;
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
  const sound = by('TRUE').map(name);
  const wrong = by('WRONG').map((standard) => {
    const note = checks[standard]?.note.trim();
    return note ? `${name(standard)}（${note}）` : name(standard);
  });
  const parts = [
    ...(sound.length > 0 ? [`${sound.join('、')}属实`] : []),
    ...(wrong.length > 0 ? [`${wrong.join('、')}不符`] : []),
  ];
  return {
    unchecked: by('').map(name),
    wrong,
    sentence: parts.length > 0 ? `逐项核对：${parts.join('；')}。` : '',
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

export function reviewBody(
  values: ReviewValues & { decision: Schemas['Decision'] },
  told: Told,
): Schemas['ReviewInput'] {
  const returned = values.decision === 'RETURNED';
  return {
    decision: values.decision,
    opinion: [values.opinion.trim(), told.sentence].filter(Boolean).join('\n'),
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
