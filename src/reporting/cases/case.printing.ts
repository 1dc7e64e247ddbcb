import { VIOLATION_TYPE } from '../../campaigns/codes/problem-category.js';
import { SANCTION_TYPE } from '../../campaigns/codes/sanction-type.js';
import type { CaseFormModel, ReviewStepModel } from '../../documents/models-sheets.js';
import type { UnitTree } from '../../identity/unit-catalog.js';
import { businessDate } from '../../platform/calendar/clock.js';
import { chineseDate } from '../../platform/calendar/business-date.js';
import { parsePeriod, periodLabel } from '../../platform/calendar/period.js';
import { labelOf } from '../../platform/dictionary/code-list.js';
import { DECISION } from '../../registers/codes.js';
import type { MaskingConfirmation } from './case.body.js';
import { CASE_IDENTITY, CASE_STEP, DISCLOSURE, NAME_MODE } from './case.codes.js';
import type { CaseRow } from './case.queries.js';
import type { ReviewRow } from './case.views.js';
import { moneyOf } from './case-figures.rules.js';
import type { CasePerson, CaseSanction } from './case-person.rules.js';

interface CaseForm {
  readonly row: CaseRow;
  readonly reviews: readonly ReviewRow[];
  readonly masking: MaskingConfirmation | null;
  readonly issueNo: string | null;
  readonly tree: UnitTree;
  readonly today: string;
}

/** 典型案例审批表 (D10). Steps that wait are printed empty, to be signed by hand. */
export function caseFormModel({
  row,
  reviews,
  masking,
  issueNo,
  tree,
  today,
}: CaseForm): CaseFormModel {
  const money = moneyOf(row);
  const place = row.placeUnitId && tree.find(row.placeUnitId);
  return {
    title: '农村低保专项治理典型案例审批表',
    caseNo: row.caseNo,
    org: tree.get(row.bureauId).name,
    quarter: periodLabel(parsePeriod(row.quarter)),
    caseTitle: row.title,
    violationType: labelOf(VIOLATION_TYPE, row.violationType),
    issueNo: issueNo ?? '',
    place: place ? place.name : '',
    disclosure: labelOf(DISCLOSURE, row.disclosure),
    mode: labelOf(NAME_MODE, row.mode),
    concludedOn: row.concludedOn ?? '',
    persons: row.persons.map(personLine),
    facts: row.facts,
    households: countText(row.householdCount),
    people: countText(row.personCount),
    amount: yuan(row.amountFen),
    due: row.amountFen === null ? '' : yuan(money.dueFen),
    recovered: yuan(row.recoveredFen),
    waived: yuan(row.waivedFen),
    outstanding: row.amountFen === null ? '' : yuan(money.outstandingFen),
    waiverNote: row.waiverNote ?? '',
    rectification: row.rectification,
    analysis: row.analysis,
    lesson: row.lesson,
    draftedBy: row.draftedByName,
    draftedOn: businessDate(row.createdAt),
    reviews: [
      ...CASE_STEP.codes.map((step) => reviewLine(step, row, reviews)),
      maskingLine(masking),
    ],
    asOf: today,
    snapshotHash: '',
  };
}

const personLine = (person: CasePerson): CaseFormModel['persons'][number] => ({
  publicName: person.publicName,
  post: person.post,
  identity: labelOf(CASE_IDENTITY, person.identity),
  party: partyText(person.partyMember),
  sanctions: person.sanctions.map(sanctionText),
  remark: [
    ...(person.handledSeparately ? ['另案处理'] : []),
    ...(person.referredToDiscipline ? ['移交纪委监委'] : []),
    ...(person.naming
      ? [`${person.naming.organ}${chineseDate(person.naming.agreedOn)}同意实名`]
      : []),
  ].join('；'),
});

function sanctionText(sanction: CaseSanction): string {
  const { type, term, organ, decidedOn, effectiveOn, docNo, underAppeal } = sanction;
  const name = `${labelOf(SANCTION_TYPE, type)}${term ?? ''}`;
  const effect = effectiveOn ? `${chineseDate(effectiveOn)}生效` : '尚未生效';
  const parts = [`${chineseDate(decidedOn)}${organ}决定`, effect, ...(docNo ? [docNo] : [])];
  return `${name}（${[...parts, ...(underAppeal ? ['申诉中'] : [])].join('，')}）`;
}

/** The decision of the current round, else an empty box. */
function reviewLine(
  step: (typeof CASE_STEP.codes)[number],
  { round }: CaseRow,
  reviews: readonly ReviewRow[],
): ReviewStepModel {
  const done = reviews.find((review) => review.round === round && review.step === step);
  const label = labelOf(CASE_STEP, step);
  if (!done) return { step: label, decision: '', opinion: '', reviewer: '', decidedOn: '' };
  return {
    step: label,
    decision: labelOf(DECISION, done.decision),
    opinion: [done.organ && `核实（审核）单位：${done.organ}`, done.opinion, done.demand]
      .filter(Boolean)
      .join('\n'),
    reviewer: done.decidedByName,
    decidedOn: businessDate(done.decidedAt),
  };
}

const maskingLine = (masking: MaskingConfirmation | null): ReviewStepModel => ({
  step: '称谓确认',
  decision: masking ? '已确认' : '',
  opinion: masking?.opinion ?? '',
  reviewer: masking?.confirmedByName ?? '',
  decidedOn: masking ? businessDate(masking.confirmedAt) : '',
});

const partyText = (member: boolean | null | undefined): string =>
  member === true ? '党员' : member === false ? '非党员' : '';

const countText = (count: number | null): string => (count === null ? '' : String(count));

const yuan = (fen: number | null): string =>
  fen === null ? '' : (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
