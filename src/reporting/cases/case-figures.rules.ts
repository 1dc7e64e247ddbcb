import {
  countsAsDealt,
  type FormOfSupervision,
  type SanctionType,
} from '../../campaigns/codes/sanction-type.js';
import { CASE_IDENTITY, NEVER_NAMED } from './case.codes.js';
import { type CasePerson, heaviestForm } from './case-person.rules.js';

/** One person of one case, with the hashes by which the same person elsewhere is recognised. */
export interface DealtRecord {
  readonly caseNo: string;
  readonly bureauId: string;
  readonly person: CasePerson;
  /** Null for people recorded before names were kept. */
  readonly nameHash: string | null;
  readonly idHash: string | null;
}

/** A figure with the cases it is made of, so that each number can be followed to its rows. */
export interface DealtFigure {
  readonly code: string;
  readonly label: string;
  readonly count: number;
  readonly caseNos: readonly string[];
}

export interface DealtFigures {
  readonly persons: DealtFigure;
  /** 其中: may add up to more than the people, 同一人受多种处理的分别统计. */
  readonly outcomes: readonly DealtFigure[];
  readonly forms: readonly DealtFigure[];
  readonly identities: readonly DealtFigure[];
}

interface Outcome {
  readonly code: string;
  readonly label: string;
  readonly types: readonly SanctionType[];
}

/** The row of inspection publications (domain §4.3), printed with its zeros. */
export const OUTCOME_ROW: readonly Outcome[] = [
  {
    code: 'PARTY_SANCTION',
    label: '党纪处分',
    types: [
      'PARTY_WARNING',
      'PARTY_SERIOUS_WARNING',
      'PARTY_REMOVE_POST',
      'PARTY_PROBATION',
      'PARTY_EXPEL',
    ],
  },
  {
    code: 'ADMIN_SANCTION',
    label: '政务处分',
    types: [
      'ADMIN_WARNING',
      'ADMIN_DEMERIT',
      'ADMIN_MAJOR_DEMERIT',
      'ADMIN_DOWNGRADE',
      'ADMIN_DISMISS_POST',
      'ADMIN_EXPEL',
    ],
  },
  { code: 'ORG_MEASURE', label: '组织处理', types: ['ORG_ADJUST'] },
  { code: 'ADMONITION', label: '诫勉', types: ['ADMONITION'] },
  { code: 'CRITICISM', label: '批评教育', types: ['CRITICISM'] },
  { code: 'ORDER_SELF_EXAM', label: '责令检查', types: ['ORDER_SELF_EXAM'] },
  { code: 'REMIND_TALK', label: '提醒谈话', types: ['REMIND_TALK'] },
  { code: 'CIRCULATE_CRITICISM', label: '通报批评', types: ['CIRCULATE_CRITICISM'] },
  { code: 'JUDICIAL', label: '移送司法机关', types: ['JUDICIAL'] },
];

const FORM_LABELS: Readonly<Record<FormOfSupervision, string>> = {
  1: '第一种形态',
  2: '第二种形态',
  3: '第三种形态',
  4: '第四种形态',
};

/**
 * One key for each record, equal for the same person: by identity number where it is known; a record
 * without one is the person of the same name in the same bureau, unless that name has several numbers.
 */
export function personKeys(records: readonly DealtRecord[]): string[] {
  const nameKey = ({ bureauId, nameHash }: DealtRecord): string => `${bureauId} ${nameHash}`;
  const numbers = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.nameHash === null || record.idHash === null) continue;
    const key = nameKey(record);
    numbers.set(key, (numbers.get(key) ?? new Set<string>()).add(record.idHash));
  }
  return records.map((record) => {
    if (record.idHash !== null) return record.idHash;
    if (record.nameHash === null) return record.person.id;
    const known = [...(numbers.get(nameKey(record)) ?? [])];
    return known.length === 1 && known[0] ? known[0] : nameKey(record);
  });
}

/** One person who was dealt with: the places in the cases, and the measures taken in all of them. */
export interface Dealt<R extends DealtRecord = DealtRecord> {
  readonly records: readonly R[];
  readonly sanctions: CasePerson['sanctions'];
}

/** Who was dealt with by decisions from one day to another, both included: each person once. */
export function dealtPeople<R extends DealtRecord>(
  records: readonly R[],
  from: string,
  to: string,
): Dealt<R>[] {
  const keys = personKeys(records);
  const people = new Map<string, Dealt<R>>();
  for (const [index, record] of records.entries()) {
    const { person } = record;
    const sanctions = person.sanctions.filter(
      ({ decidedOn, type }) => decidedOn >= from && decidedOn <= to && countsAsDealt(type),
    );
    if (sanctions.length === 0) continue;
    const key = keys[index] ?? person.id;
    const known = people.get(key);
    people.set(key, {
      records: [...(known?.records ?? []), record],
      sanctions: [...(known?.sanctions ?? []), ...sanctions],
    });
  }
  return [...people.values()];
}

/** Figures of the people who were dealt with by decisions from one day to another, both included. */
export function dealtFigures(
  records: readonly DealtRecord[],
  from: string,
  to: string,
): DealtFigures {
  const all = dealtPeople(records, from, to);
  return {
    persons: figure('DEALT_PERSONS', '处理人数', all),
    outcomes: [
      ...OUTCOME_ROW.map(({ code, label, types }) =>
        figure(
          code,
          label,
          all.filter(({ sanctions }) => sanctions.some(({ type }) => types.includes(type))),
        ),
      ),
      figure(
        'REFERRED_TO_DISCIPLINE',
        '移交纪委监委',
        all.filter(({ records }) =>
          records.some(({ person }) => person.referredToDiscipline === true),
        ),
      ),
    ],
    forms: ([1, 2, 3, 4] as const).map((form) =>
      figure(
        `FORM_${form}`,
        FORM_LABELS[form],
        all.filter(({ sanctions }) => heaviestForm(sanctions) === form),
      ),
    ),
    identities: CASE_IDENTITY.codes
      .filter((identity) => !NEVER_NAMED.includes(identity))
      .map((identity) =>
        figure(
          identity,
          CASE_IDENTITY.labels[identity],
          all.filter(({ records }) => records[0]?.person.identity === identity),
        ),
      ),
  };
}

const figure = (code: string, label: string, people: readonly Dealt[]): DealtFigure => ({
  code,
  label,
  count: people.length,
  caseNos: [
    ...new Set(people.flatMap(({ records }) => records.map(({ caseNo }) => caseNo))),
  ].sort(),
});

export interface MoneyRecord {
  readonly amountFen: number | null;
  readonly dueFen: number | null;
  readonly recoveredFen: number | null;
  readonly waivedFen: number | null;
}

/** 违规、应追缴、已追缴、免予追缴、未追缴 of one case; never netted against refunds. */
export function moneyOf({ amountFen, dueFen, recoveredFen, waivedFen }: MoneyRecord) {
  const wrong = amountFen ?? 0;
  const due = dueFen ?? wrong;
  const recovered = recoveredFen ?? 0;
  const waived = waivedFen ?? 0;
  return {
    wrongFen: wrong,
    dueFen: due,
    recoveredFen: recovered,
    waivedFen: waived,
    outstandingFen: due - recovered - waived,
  };
}

/** Day of the first decision of a case, which puts its money into one period and no other. */
export function firstDecisionOn(persons: readonly CasePerson[]): string | undefined {
  return persons.flatMap(({ sanctions }) => sanctions.map(({ decidedOn }) => decidedOn)).sort()[0];
}
