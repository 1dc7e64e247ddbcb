import type { Schemas } from '@/api/client';
import { changesOf } from '@/forms/changes';
import type { Case, CasePerson } from './useCase';

type CreateCase = Schemas['CreateCaseBody'];
type Person = Schemas['PersonFields'];
type Sanction = Schemas['SanctionFields'];

export interface SanctionValues {
  readonly key: string;
  type: Schemas['SanctionType'] | '';
  organ: string;
  decidedOn: string;
  effectiveOn: string;
  docNo: string;
  term: string;
  form: number | null;
  readonly underAppeal: boolean;
}

export interface PersonValues {
  readonly key: string;
  /** Of somebody the case has already; a new person comes with a real name. */
  readonly id?: string;
  readonly publicName?: string;
  post: string;
  identity: Schemas['CaseIdentity'] | '';
  partyMember: boolean | null;
  handledSeparately: boolean;
  referredToDiscipline: boolean;
  isNamed: boolean;
  namingOrgan: string;
  namingOn: string;
  namingDocNo: string;
  sanctions: SanctionValues[];
}

/** Real names and identity numbers stand beside the values: no draft keeps them in the browser. */
export interface Secret {
  realName: string;
  idNumber: string;
}

export interface CaseValues {
  campaignId: string;
  quarter: string;
  issueId: string;
  placeUnitId: string | undefined;
  title: string;
  violationType: Schemas['ViolationType'] | '';
  persons: PersonValues[];
  /** Goes up when a secret is typed, so that the form knows of a change it does not hold. */
  secretsTyped: number;
  householdCount: number | undefined;
  personCount: number | undefined;
  amountFen: number | undefined;
  dueFen: number | undefined;
  recoveredFen: number | undefined;
  waivedFen: number | undefined;
  waiverNote: string;
  concludedOn: string;
  facts: string;
  rectification: string;
  analysis: string;
  lesson: string;
  disclosure: Schemas['Disclosure'];
  mode: Schemas['NameMode'];
}

let keysGiven = 0;
/** Also unlike the keys of a draft that was typed in an earlier page. */
const newKey = (): string => `${Date.now().toString(36)}-${(keysGiven += 1)}`;

export const blankSanction = (): SanctionValues => ({
  key: newKey(),
  type: '',
  organ: '',
  decidedOn: '',
  effectiveOn: '',
  docNo: '',
  term: '',
  form: null,
  underAppeal: false,
});

export const blankPerson = (): PersonValues => ({
  key: newKey(),
  post: '',
  identity: '',
  partyMember: null,
  handledSeparately: false,
  referredToDiscipline: false,
  isNamed: false,
  namingOrgan: '',
  namingOn: '',
  namingDocNo: '',
  sanctions: [blankSanction()],
});

export const blankCase = (given: Partial<CaseValues> = {}): CaseValues => ({
  campaignId: '',
  quarter: '',
  issueId: '',
  placeUnitId: undefined,
  title: '',
  violationType: '',
  persons: [blankPerson()],
  secretsTyped: 0,
  householdCount: undefined,
  personCount: undefined,
  amountFen: undefined,
  dueFen: undefined,
  recoveredFen: undefined,
  waivedFen: undefined,
  waiverNote: '',
  concludedOn: '',
  facts: '',
  rectification: '',
  analysis: '',
  lesson: '',
  disclosure: 'INTERNAL',
  mode: 'SURNAME',
  ...given,
});

const personValues = (person: CasePerson): PersonValues => ({
  key: person.id,
  id: person.id,
  publicName: person.publicName,
  post: person.post,
  identity: person.identity,
  partyMember: person.partyMember,
  handledSeparately: person.handledSeparately,
  referredToDiscipline: person.referredToDiscipline,
  isNamed: person.naming !== null,
  namingOrgan: person.naming?.organ ?? '',
  namingOn: person.naming?.agreedOn ?? '',
  namingDocNo: person.naming?.docNo ?? '',
  sanctions: person.sanctions.map((sanction) => ({
    key: newKey(),
    type: sanction.type,
    organ: sanction.organ,
    decidedOn: sanction.decidedOn,
    effectiveOn: sanction.effectiveOn ?? '',
    docNo: sanction.docNo ?? '',
    term: sanction.term ?? '',
    form: sanction.form,
    underAppeal: sanction.underAppeal,
  })),
});

export const caseValues = (item: Case): CaseValues => ({
  campaignId: item.campaignId,
  quarter: item.quarter,
  issueId: item.issueId ?? '',
  placeUnitId: item.placeUnitId ?? undefined,
  title: item.title,
  violationType: item.violationType,
  persons: item.persons.map(personValues),
  secretsTyped: 0,
  householdCount: item.householdCount ?? undefined,
  personCount: item.personCount ?? undefined,
  amountFen: item.amountFen ?? undefined,
  // The body has what is due by default; only what differs from the amount was given.
  dueFen: item.dueFen === (item.amountFen ?? 0) ? undefined : item.dueFen,
  recoveredFen: item.recoveredFen ?? undefined,
  waivedFen: item.waivedFen || undefined,
  waiverNote: item.waiverNote ?? '',
  concludedOn: item.concludedOn ?? '',
  facts: item.facts,
  rectification: item.rectification,
  analysis: item.analysis,
  lesson: item.lesson,
  disclosure: item.disclosure,
  mode: item.mode,
});

const sanctionFields = (given: SanctionValues): Sanction => ({
  type: given.type as Sanction['type'],
  organ: given.organ,
  decidedOn: given.decidedOn,
  underAppeal: given.underAppeal,
  ...(given.effectiveOn && { effectiveOn: given.effectiveOn }),
  ...(given.docNo && { docNo: given.docNo }),
  ...(given.term && { term: given.term }),
  ...(given.type === 'ORG_ADJUST' && given.form !== null && { form: given.form }),
});

function personFields(given: PersonValues, secret: Secret | undefined): Person {
  const { namingOrgan: organ, namingOn: agreedOn, namingDocNo: docNo } = given;
  return {
    post: given.post,
    identity: given.identity as Person['identity'],
    handledSeparately: given.handledSeparately,
    referredToDiscipline: given.referredToDiscipline,
    sanctions: given.sanctions.map(sanctionFields),
    ...(given.id && { id: given.id }),
    ...(secret?.realName && { realName: secret.realName }),
    ...(secret?.idNumber && { idNumber: secret.idNumber }),
    ...(given.partyMember !== null && { partyMember: given.partyMember }),
    ...(given.isNamed && { naming: { organ, agreedOn, ...(docNo && { docNo }) } }),
  };
}

type Secrets = ReadonlyMap<string, Secret>;

type Fields = readonly (readonly [string, unknown])[];

/** What is empty is null, by which an edit blanks it. */
function fieldsOf(values: CaseValues, secrets: Secrets): Fields {
  const { secretsTyped: _typed, campaignId: _campaign, quarter: _quarter, ...fields } = values;
  const persons = values.persons.map((person) => personFields(person, secrets.get(person.key)));
  return Object.entries({ ...fields, persons }).map(([key, value]) => [
    key,
    value === '' || value === undefined ? null : value,
  ]);
}

/**
 * Only what differs from what the form began with, so that two who write in different fields do not
 * undo each other. The schema does not tell that an emptied field may be null, the server does.
 */
export function editBody(
  values: CaseValues,
  secrets: Secrets,
  began: CaseValues,
): Schemas['EditCaseBody'] {
  const changes = changesOf(began, values);
  const changed = fieldsOf(values, secrets).filter(
    ([key]) => key in changes || (key === 'persons' && 'secretsTyped' in changes),
  );
  return Object.fromEntries(changed) as Schemas['EditCaseBody'];
}

/** A new case: what is empty is left out. */
export function createBody(values: CaseValues, secrets: Secrets): CreateCase {
  const given = fieldsOf(values, secrets).filter(([, value]) => value !== null);
  const { campaignId, quarter } = values;
  return { ...Object.fromEntries(given), campaignId, quarter } as CreateCase;
}
