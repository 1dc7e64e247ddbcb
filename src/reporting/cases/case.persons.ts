import { isIdNumber } from '../../platform/crypto/id-number.js';
import { newId } from '../../platform/database/ids.js';
import { type FieldFault, ruleBroken } from '../../platform/http/problem.js';
import { isMaskableName, leakFaults, publicNames } from './anonymity.rules.js';
import type { NameMode } from './case.codes.js';
import type { PersonFields, SanctionFields } from './case.dto.js';
import type { GivenName } from './case-names.js';
import type { CasePerson, CaseSanction } from './case-person.rules.js';

interface Known {
  /** People of the stored case, empty for a new one. */
  readonly persons: readonly CasePerson[];
  /** Their real names, as far as they were kept. */
  readonly names: ReadonlyMap<string, string>;
}

export interface NamedPersons {
  readonly persons: CasePerson[];
  /** Names that came with the request, to be sealed. */
  readonly given: GivenName[];
}

interface Resolved {
  readonly fields: PersonFields;
  readonly known: CasePerson | undefined;
  readonly realName: string | undefined;
}

/**
 * People with their public names, all made anew from the real names. A person comes with a real name,
 * or is one of the stored case, by id or by public name.
 * @throws 422 naming the person whose name is missing, unknown or cannot be masked.
 */
export function namePersons(
  given: readonly PersonFields[],
  mode: NameMode,
  known: Known,
): NamedPersons {
  const resolved = given.map((fields) => resolve(fields, known));
  const faults = resolved.flatMap((item, index) => faultsOf(item, index, resolved));
  if (faults.length > 0) throw ruleBroken('PERSON_NAMES', '涉案人员的称谓有误。', faults);
  const masked = maskedNames(resolved, mode);
  const persons = resolved.map(({ fields, known: before }, index) =>
    personOf(fields, before?.id ?? newId(), masked[index] ?? ''),
  );
  const names = resolved.flatMap(({ fields }, index) => {
    const id = persons[index]?.id ?? '';
    return isGiven(fields.realName)
      ? [{ id, realName: fields.realName, idNumber: fields.idNumber }]
      : [];
  });
  return { persons, given: names };
}

/** The stored people under the names of another mode. @throws 422 when a name was never kept. */
export function renamed(mode: NameMode, { persons, names }: Known): CasePerson[] {
  if (persons.some(({ id }) => !names.has(id))) {
    throw ruleBroken('PERSON_NAMES', '改变称谓方式时请重新填写涉案人员的姓名。', [
      { path: 'persons', code: 'REQUIRED', message: '请重新填写涉案人员的姓名' },
    ]);
  }
  const labels = publicNames(
    persons.map((person) => ({ ...person, realName: names.get(person.id) ?? '' })),
    mode,
  );
  return persons.map((person, index) => ({ ...person, publicName: labels[index] ?? '' }));
}

/** @throws 422 when a text holds one of the real names, an identity number, phone or account. */
export function refuseLeaks(
  texts: Readonly<Record<string, string | null | undefined>>,
  persons: readonly PersonFields[],
  keptNames: Iterable<string> = [],
): void {
  const names = [...persons.flatMap(({ realName }) => realName ?? []), ...keptNames];
  const inPersons = persons.flatMap(({ post, naming, sanctions }, index) => [
    [`persons[${index}].post`, post] as const,
    [`persons[${index}].naming`, [naming?.organ, naming?.docNo].join('；')] as const,
    ...sanctions.map(
      ({ organ, docNo, term }, position) =>
        [`persons[${index}].sanctions[${position}]`, [organ, docNo, term].join('；')] as const,
    ),
  ]);
  const faults = leakFaults({ ...texts, ...Object.fromEntries(inPersons) }, names);
  if (faults.length > 0) {
    throw ruleBroken('PERSONAL_DATA', '案例正文中有不能公开的个人信息。', faults);
  }
}

/** An emptied field of a form comes as null. */
const isGiven = (name: string | null | undefined): name is string => (name ?? '') !== '';

function resolve(fields: PersonFields, { persons, names }: Known): Resolved {
  const known = persons.find((person) =>
    isGiven(fields.id)
      ? person.id === fields.id
      : isGiven(fields.realName)
        ? names.get(person.id) === fields.realName
        : person.publicName === fields.publicName,
  );
  const kept = known && names.get(known.id);
  return { fields, known, realName: isGiven(fields.realName) ? fields.realName : kept };
}

function faultsOf(
  { fields, known, realName }: Resolved,
  index: number,
  all: readonly Resolved[],
): FieldFault[] {
  const path = `persons[${index}]`;
  if (isGiven(fields.id) && !known) {
    return [{ path: `${path}.id`, code: 'UNKNOWN_PERSON', message: '案例中没有这个人员' }];
  }
  if (known && all.findIndex((other) => other.known?.id === known.id) !== index) {
    return [{ path: `${path}.publicName`, code: 'DUPLICATE', message: '同一人员填写了两次' }];
  }
  if (!known && !isGiven(fields.realName)) {
    if (isGiven(fields.publicName)) {
      const message = '案例中没有这个称谓，新增人员请填写姓名';
      return [{ path: `${path}.publicName`, code: 'UNKNOWN_PERSON', message }];
    }
    const message = '请填写涉案人员的真实姓名，以便生成公开称谓（加密保存）';
    return [{ path: `${path}.realName`, code: 'REQUIRED', message }];
  }
  if (realName !== undefined && !isMaskableName(realName)) {
    const message = '姓名应为2至20个汉字';
    return [{ path: `${path}.realName`, code: 'WRONG_FORMAT', message }];
  }
  if (isGiven(fields.idNumber) && !isIdNumber(fields.idNumber.toUpperCase())) {
    const message = '身份证号有误，请核对';
    return [{ path: `${path}.idNumber`, code: 'WRONG_FORMAT', message }];
  }
  return [];
}

/** People whose name was never kept stay as they were called. */
function maskedNames(resolved: readonly Resolved[], mode: NameMode): string[] {
  const nameable = resolved.flatMap(({ fields, realName }) =>
    realName === undefined ? [] : [{ ...fields, realName }],
  );
  const labels = publicNames(
    nameable.map(({ realName, identity, post, handledSeparately = false }) => ({
      realName,
      identity,
      post,
      handledSeparately,
    })),
    mode,
  );
  const next = labels[Symbol.iterator]();
  return resolved.map(({ realName, known }) =>
    realName === undefined ? (known?.publicName ?? '') : (next.next().value ?? ''),
  );
}

const personOf = (fields: PersonFields, id: string, publicName: string): CasePerson => ({
  id,
  publicName,
  post: fields.post,
  identity: fields.identity,
  partyMember: fields.partyMember ?? null,
  handledSeparately: fields.handledSeparately ?? false,
  referredToDiscipline: fields.referredToDiscipline ?? false,
  naming: fields.naming
    ? {
        organ: fields.naming.organ,
        agreedOn: fields.naming.agreedOn,
        docNo: fields.naming.docNo ?? null,
      }
    : null,
  sanctions: fields.sanctions.map(sanctionOf),
});

const sanctionOf = (given: SanctionFields): CaseSanction => ({
  type: given.type,
  organ: given.organ,
  decidedOn: given.decidedOn,
  effectiveOn: given.effectiveOn ?? null,
  docNo: given.docNo ?? null,
  term: given.term ?? null,
  form: given.form ?? null,
  underAppeal: given.underAppeal ?? false,
});
