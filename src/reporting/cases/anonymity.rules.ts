import { personalDataIn, plainOf } from '../../platform/crypto/personal-data.js';
import { surnameOf } from '../../platform/crypto/surname.js';
import type { FieldFault } from '../../platform/http/problem.js';
import { type CaseIdentity, NEVER_NAMED, type NameMode } from './case.codes.js';

const STEMS = '甲乙丙丁戊己庚辛壬癸';
const NAME = /^\p{Script=Han}[\p{Script=Han}·]{1,19}$/u;

/** True for a Chinese name that the anonymiser can mask. */
export const isMaskableName = (name: string): boolean => NAME.test(name);

export interface NamedPerson {
  /** Lives only as long as the request. */
  readonly realName: string;
  readonly identity: CaseIdentity;
  readonly post: string;
  readonly handledSeparately?: boolean;
}

/**
 * Public names, in the order of the people: surname + 某 for a given name of one character, + 某某 for
 * more (王某, 李某某, 欧阳某); people who would share a surname become 王某甲, 王某乙; 群众 are always
 * 某村民 and 未成年人 always 某, whatever the mode; in ROLE mode officials, and in every mode people who
 * are 另案处理, are 某 + post without place. In REAL_NAME mode the register still shows the surname form:
 * real names are put in when the document is signed.
 */
export function publicNames(people: readonly NamedPerson[], mode: NameMode): string[] {
  const bases = people.map((person) => baseName(person, mode));
  const seen = new Map<string, number>();
  return bases.map(({ key, single, shared }) => {
    if (bases.filter((other) => other.key === key).length === 1) return single;
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    return `${shared}${STEMS[index] ?? String(index + 1)}`;
  });
}

interface BaseName {
  /** Equal for people who must be told apart. */
  readonly key: string;
  readonly single: string;
  /** What the distinguishing stem is put after. */
  readonly shared: string;
}

function baseName(person: NamedPerson, mode: NameMode): BaseName {
  const { realName, identity, post, handledSeparately } = person;
  if (identity === 'MINOR') return same('某');
  if (NEVER_NAMED.includes(identity)) return same('某村民');
  if (mode === 'ROLE' || handledSeparately) return same(`某${withoutPlace(post)}`);
  const surname = surnameOf(realName);
  const given = [...realName].length - [...surname].length;
  return { key: surname, single: `${surname}${given > 1 ? '某某' : '某'}`, shared: `${surname}某` };
}

const same = (name: string): BaseName => ({ key: name, single: name, shared: name });

/** 青禾镇民政办工作人员 → 镇民政办工作人员: place level and post, without the place's own name. */
export function withoutPlace(post: string): string {
  return post.replace(/^[\p{Script=Han}]{1,6}?(?=(?:镇|乡|街道|村|社区|区|县|市))/u, '');
}

/**
 * Personal data that must not stand in a text: the given real names, identity numbers, phones,
 * accounts. Blanks and full-width digits do not hide them. Messages never repeat what was found.
 */
export function leakFaults(
  texts: Readonly<Record<string, string | null | undefined>>,
  realNames: readonly string[],
): FieldFault[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const plain = plainOf(text ?? '');
    const faults = personalDataIn(plain).map((found) => ({ path, ...found }));
    if (realNames.some((name) => name !== '' && plain.includes(name))) {
      faults.push({ path, code: 'REAL_NAME', message: '含有真实姓名，请改用公开称谓' });
    }
    return faults.slice(0, 1);
  });
}

/** 王某, 李某某, 王某甲 in a text, but neither 某村 nor the 镇某 of 栗坪镇某村. Source of a `u` pattern. */
export const MASKED_NAME =
  '(?![镇乡村县市道社局办处科组])\\p{Script=Han}某{1,2}[甲乙丙丁戊己庚辛壬癸]?(?![某村镇乡街社县区市])';

const PETITION =
  /举报人|信访人|上访人|投诉人|来信人|来访人|信访编号|(?<!\d)\d{6}-20\d{6}-\d{3}(?!\d)/;
const NAMED_SEPARATELY = new RegExp(`${MASKED_NAME}[^。；]{0,12}另案(?:处理|调查|查处)`, 'u');

/** What must be out of a text before it is published: who complained, and names of 另案处理 people. */
export function publicationFaults(text: string): { code: string; message: string }[] {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  return [
    ...(PETITION.test(plain)
      ? [{ code: 'PETITION_DETAIL', message: '正文中有举报、信访的细节，请删去' }]
      : []),
    ...(NAMED_SEPARATELY.test(plain)
      ? [{ code: 'SEPARATE_CASE_NAMED', message: '正文对另案处理的人员使用了姓氏，请改为只写职务' }]
      : []),
  ];
}
