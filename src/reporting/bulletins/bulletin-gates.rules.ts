import type { FieldFault } from '../../platform/http/problem.js';
import { publicationFaults } from '../cases/anonymity.rules.js';
import {
  type CaseStatus,
  type Disclosure,
  NEVER_NAMED,
  type NameMode,
} from '../cases/case.codes.js';
import { type CaseStamp, namingBar } from '../cases/case-masking.rules.js';
import type { CasePerson } from '../cases/case-person.rules.js';
import type { SignedCase } from './bulletin.entity.js';

export interface GateCase {
  readonly id: string;
  readonly caseNo: string;
  readonly status: CaseStatus;
  readonly disclosure: Disclosure;
  readonly mode: NameMode;
  readonly concludedOn: string | null;
  readonly title: string;
  readonly facts: string;
  readonly rectification: string;
  readonly persons: readonly CasePerson[];
}

export interface GateFacts {
  /** In the order of the bulletin; shorter than `caseIds` when a case is missing. */
  readonly cases: readonly GateCase[];
  readonly caseIds: readonly string[];
  readonly disclosure: Disclosure;
  readonly feedbackOn: string | null;
  /** Cases that other bulletins have published. */
  readonly publishedIds: readonly string[];
  /** Cases whose masking a second person has confirmed as it stands. */
  readonly confirmedIds: ReadonlySet<string>;
}

/** What typed parts of a bulletin must not say before it is signed, under the path of each part. */
export function typedTextFaults(
  texts: Readonly<Record<string, string | null | undefined>>,
): FieldFault[] {
  return Object.entries(texts).flatMap(([path, text]) =>
    publicationFaults(text ?? '').map((fault) => ({ path, ...fault })),
  );
}

type Fault = Omit<FieldFault, 'path'>;

/** What keeps a bulletin from being signed and issued (domain §5.3); paths name the case by its place. */
export function issuanceFaults(facts: GateFacts, today: string): FieldFault[] {
  const faults = facts.caseIds.flatMap((id, index) => {
    const found = facts.cases.find((item) => item.id === id);
    const path = `caseIds[${index}]`;
    if (!found) return [{ path, code: 'UNKNOWN_CASE', message: '没有这个案例' }];
    return caseFaults(found, facts, today).map((fault) => ({ path, ...fault }));
  });
  if (facts.caseIds.length === 0) {
    faults.push({ path: 'caseIds', code: 'TOO_FEW', message: '通报至少要有一个案例' });
  }
  if (facts.feedbackOn !== null && facts.feedbackOn <= today) {
    const message = '报送自查情况的日期应晚于印发日期';
    faults.push({ path: 'feedbackOn', code: 'IN_PAST', message });
  }
  return faults;
}

/** A case as it now stands, to be compared with what was signed. */
export interface StampedCase extends CaseStamp {
  readonly id: string;
  readonly status: CaseStatus;
}

/**
 * What has become of the cases since the signature. The signed document does not change with them, so
 * it must not go out when it says of anybody what the case does not say any more.
 */
export function signedCaseFaults(
  signed: readonly SignedCase[],
  cases: readonly StampedCase[],
): FieldFault[] {
  return signed.flatMap(({ id, caseNo, round, digest }, index) => {
    const path = `caseIds[${index}]`;
    const now = cases.find((one) => one.id === id);
    if (now?.status !== 'APPROVED') {
      const message = `案例${caseNo}在通报签发以后退回修改或撤销`;
      return [{ path, code: 'CASE_NOT_APPROVED', message }];
    }
    if (now.round === round && now.digest === digest) return [];
    const message = `案例${caseNo}在通报签发以后修改过，与签发的文稿不一致`;
    return [{ path, code: 'CASE_CHANGED', message }];
  });
}

function caseFaults(given: GateCase, facts: GateFacts, today: string): Fault[] {
  const { id, caseNo, status, disclosure, persons } = given;
  const faults: Fault[] = [];
  const add = (code: string, message: string): void => {
    faults.push({ code, message: `案例${caseNo}${message}` });
  };
  if (status !== 'APPROVED') add('CASE_NOT_APPROVED', '尚未审核通过');
  if (given.concludedOn === null || given.concludedOn > today) {
    add('CASE_UNFINISHED', '尚未结案，或没有登记结案日期');
  }
  if (!facts.confirmedIds.has(id)) add('MASKING_NOT_CONFIRMED', '的公开称谓没有经第二人确认');
  for (const person of persons) {
    for (const { code, message } of personFaults(person, given, today)) {
      add(code, `中“${person.publicName}”${message}`);
    }
  }
  const text = [given.title, given.facts, given.rectification].join('\n');
  for (const { code, message } of publicationFaults(text)) add(code, `：${message}`);
  if (facts.disclosure === 'PUBLIC' && disclosure !== 'PUBLIC') {
    add('CASE_INTERNAL', '不对外公开，不能列入公开的通报');
  }
  if (facts.publishedIds.includes(id)) add('PUBLISHED_BEFORE', '已在其他通报中印发');
  return faults;
}

function personFaults(person: CasePerson, { mode, facts }: GateCase, today: string): Fault[] {
  const { sanctions, identity, handledSeparately = false, publicName } = person;
  const faults: Fault[] = [];
  if (sanctions.some(({ effectiveOn }) => effectiveOn === null || effectiveOn > today)) {
    faults.push({ code: 'SANCTION_NOT_EFFECTIVE', message: '的处理决定尚未生效' });
  }
  if (sanctions.some(({ underAppeal }) => underAppeal)) {
    faults.push({ code: 'UNDER_APPEAL', message: '的处理决定正在申诉（复审、复核）' });
  }
  const official = !NEVER_NAMED.includes(identity);
  if (official && !handledSeparately && sanctions.length === 0) {
    faults.push({ code: 'PERSON_UNDECIDED', message: '尚无处理决定；另案处理的请注明' });
  }
  if (handledSeparately && !publicName.startsWith('某')) {
    faults.push({ code: 'SEPARATE_CASE_NAMED', message: '另案处理，不能写姓氏' });
  }
  if (mode === 'REAL_NAME' && official && !handledSeparately) {
    const bar = namingBar(person, today);
    if (bar) faults.push({ code: 'NAMING_NOT_ALLOWED', message: `不能实名：${bar}` });
    else if (!facts.includes(publicName)) {
      const message = '在主要事实中没有出现，无法换成实名';
      faults.push({ code: 'NAME_NOT_IN_TEXT', message });
    }
  }
  return faults;
}
