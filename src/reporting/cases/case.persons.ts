import { type FieldFault, ruleBroken } from '../../platform/http/problem.js';
import { isMaskableName, leakFaults, publicNames } from './anonymity.rules.js';
import type { NameMode } from './case.codes.js';
import type { PersonFields, SanctionFields } from './case.dto.js';
import type { CasePerson, CaseSanction } from './case-person.rules.js';

interface Naming {
  readonly mode: NameMode;
  /** People of the stored case, empty for a new one. */
  readonly known: readonly CasePerson[];
  /** True when the mode changes, so that every name must be made anew. */
  readonly modeChanges: boolean;
}

/**
 * People with their public names. Either all come with a real name and are named anew, or all are
 * people of the stored case, under their public names.
 * @throws 422 naming the person whose name is missing, unknown or cannot be masked.
 */
export function namePersons(given: readonly PersonFields[], naming: Naming): CasePerson[] {
  const anew = given.some(({ realName }) => isGiven(realName)) || naming.modeChanges;
  const faults = anew ? realNameFaults(given) : knownFaults(given, naming.known);
  if (faults.length > 0) throw ruleBroken('PERSON_NAMES', '涉案人员的称谓有误。', faults);
  const names = anew
    ? publicNames(
        given.map(({ realName = '', identity, post }) => ({ realName, identity, post })),
        naming.mode,
      )
    : given.map(({ publicName = '' }) => publicName);
  return given.map(({ post, identity, sanctions }, index) => ({
    publicName: names[index] ?? '',
    post,
    identity,
    sanctions: sanctions.map(sanctionOf),
  }));
}

/** @throws 422 when a text holds a real name of the request, an identity number, phone or account. */
export function refuseLeaks(
  texts: Readonly<Record<string, string | null | undefined>>,
  persons: readonly PersonFields[],
): void {
  const names = persons.flatMap(({ realName }) => realName ?? []);
  const inPersons = persons.flatMap(({ post, sanctions }, index) => [
    [`persons[${index}].post`, post] as const,
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

function realNameFaults(given: readonly PersonFields[]): FieldFault[] {
  return given.flatMap(({ realName }, index) => {
    const path = `persons[${index}].realName`;
    if (!isGiven(realName)) {
      const message = '请填写全部涉案人员的真实姓名，以便生成公开称谓（不保存）';
      return [{ path, code: 'REQUIRED', message }];
    }
    if (isMaskableName(realName)) return [];
    return [{ path, code: 'WRONG_FORMAT', message: '姓名应为2至20个汉字' }];
  });
}

function knownFaults(given: readonly PersonFields[], known: readonly CasePerson[]): FieldFault[] {
  const names = given.map(({ publicName }) => publicName);
  return names.flatMap((name, index) => {
    const path = `persons[${index}].publicName`;
    if (!known.some(({ publicName }) => publicName === name)) {
      return [{ path, code: 'UNKNOWN_PERSON', message: '案例中没有这个称谓，新增人员请填写姓名' }];
    }
    if (names.indexOf(name) === index) return [];
    return [{ path, code: 'DUPLICATE', message: '同一人员填写了两次' }];
  });
}

const sanctionOf = (given: SanctionFields): CaseSanction => ({
  type: given.type,
  organ: given.organ,
  decidedOn: given.decidedOn,
  effectiveOn: given.effectiveOn ?? null,
  docNo: given.docNo ?? null,
  term: given.term ?? null,
  form: given.form ?? null,
});
