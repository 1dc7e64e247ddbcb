import { canonicalJson } from '../../platform/audit/canonical-json.js';
import { sha256Of } from '../../platform/crypto/digest.js';
import { MASKED_NAME, publicationFaults } from './anonymity.rules.js';
import { type Disclosure, NEVER_NAMED, type NameMode } from './case.codes.js';
import { type CasePerson, isFinal } from './case-person.rules.js';

/** What is looked at when the masking of a case is confirmed. */
export interface MaskedCase {
  readonly title: string;
  readonly facts: string;
  readonly rectification: string;
  readonly analysis: string;
  readonly lesson: string;
  readonly mode: NameMode;
  readonly disclosure: Disclosure;
  readonly persons: readonly CasePerson[];
}

export const MASKED_TEXTS = [
  ['title', '案例标题'],
  ['facts', '主要事实'],
  ['rectification', '整改及建章立制'],
  ['analysis', '原因剖析'],
  ['lesson', '警示意义'],
] as const;

/** Digest of all that a confirmation covers; equal digests need no second look. */
export function maskingDigest(given: MaskedCase): string {
  const texts = Object.fromEntries(MASKED_TEXTS.map(([field]) => [field, given[field]]));
  const persons = given.persons.map(
    ({ publicName, post, identity, handledSeparately, naming }) => ({
      publicName,
      post,
      identity,
      handledSeparately: handledSeparately ?? false,
      naming: naming ?? null,
    }),
  );
  const { mode, disclosure } = given;
  return sha256Of(canonicalJson({ ...texts, mode, disclosure, persons }));
}

/** What tells whether a case is still the one that somebody signed or handed on. */
export interface CaseStamp {
  /** Counts the submissions: what no digest covers, such as a sanction, changes only with a new round. */
  readonly round: number;
  readonly digest: string;
}

export const stampOf = (given: MaskedCase & { readonly round: number }): CaseStamp => ({
  round: given.round,
  digest: maskingDigest(given),
});

export type TokenKind = 'PUBLIC_NAME' | 'OTHER_MASK' | 'VILLAGE' | 'EXACT_DATE';

export interface Segment {
  readonly text: string;
  /** Null for plain text. */
  readonly token: TokenKind | null;
}

const OTHER_MASK = new RegExp(`${MASKED_NAME}|某(?:村民?|镇|乡|街道|社区|县|区|市)?`, 'u');
const EXACT_DATE = /\d{4}年\d{1,2}月\d{1,2}日/;
const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
/** 王某 of a list does not stand in 王某某 or 王某甲, who are somebody else. */
const labelPattern = (label: string): string => `${quoted(label)}(?![某甲乙丙丁戊己庚辛壬癸])`;
const longestFirst = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => text !== '').sort((a, b) => b.length - a.length);

/** A text cut into plain parts and marked tokens; the parts joined are the text. */
export function marked(
  text: string,
  publicNames: readonly string[],
  villages: readonly string[],
): Segment[] {
  const labels = longestFirst(publicNames);
  const places = longestFirst(villages);
  const pattern = new RegExp(
    [...labels.map(labelPattern), ...places.map(quoted), EXACT_DATE.source, OTHER_MASK.source].join(
      '|',
    ),
    'gu',
  );
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [found] = match;
    if (match.index > from) segments.push({ text: text.slice(from, match.index), token: null });
    segments.push({ text: found, token: kindOf(found, labels, places) });
    from = match.index + found.length;
  }
  if (from < text.length) segments.push({ text: text.slice(from), token: null });
  return segments;
}

function kindOf(found: string, labels: string[], places: string[]): TokenKind {
  if (labels.includes(found)) return 'PUBLIC_NAME';
  if (places.includes(found)) return 'VILLAGE';
  return EXACT_DATE.test(found) ? 'EXACT_DATE' : 'OTHER_MASK';
}

export interface MaskingRemark {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What the confirmer should look at twice: remarks do not forbid, the gates of 签发 do. */
export function maskingRemarks(given: MaskedCase, villages: readonly string[]): MaskingRemark[] {
  const labels = given.persons.map(({ publicName }) => publicName);
  return MASKED_TEXTS.flatMap(([path, label]) => {
    const tokens = marked(given[path], labels, villages);
    const has = (kind: TokenKind): boolean => tokens.some(({ token }) => token === kind);
    const remark = (code: string, message: string): MaskingRemark => ({ path, code, message });
    const open = given.disclosure === 'PUBLIC';
    return [
      ...(open && has('VILLAGE') ? [remark('VILLAGE', `${label}写了村名，公开件宜用“某村”`)] : []),
      ...(open && has('EXACT_DATE')
        ? [remark('EXACT_DATE', `${label}写了具体日期，公开件写到月`)]
        : []),
      ...publicationFaults(given[path]).map(({ code, message }) => remark(code, message)),
    ];
  });
}

/** Why a person may not be printed by name on the day; undefined when they may (domain §5.3). */
export function namingBar(
  { identity, handledSeparately, naming, sanctions }: CasePerson,
  today: string,
): string | undefined {
  if (NEVER_NAMED.includes(identity)) return '群众和未成年人一律不写姓名';
  if (handledSeparately) return '另案处理的人员不写姓名';
  if (!naming) return '没有处理机关同意实名的记录';
  if (naming.agreedOn > today) return '处理机关同意实名的日期晚于今天';
  if (!sanctions.some((sanction) => isFinal(sanction, today))) return '没有已生效的处理决定';
  return undefined;
}

/** Public names replaced by real ones, in one pass, the longest first. */
export function withRealNames(text: string, names: ReadonlyMap<string, string>): string {
  const labels = longestFirst([...names.keys()]);
  if (labels.length === 0) return text;
  const pattern = new RegExp(labels.map(labelPattern).join('|'), 'gu');
  return text.replace(pattern, (label) => names.get(label) ?? label);
}
