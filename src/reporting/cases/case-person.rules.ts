import {
  countsAsDealt,
  type FormOfSupervision,
  formsOf,
  SANCTION_TYPE,
  type SanctionType,
} from '../../campaigns/codes/sanction-type.js';
import type { CaseIdentity } from './case.codes.js';

export interface CaseSanction {
  readonly type: SanctionType;
  /** Deciding organ. */
  readonly organ: string;
  readonly decidedOn: string;
  /** Required to publish. */
  readonly effectiveOn: string | null;
  readonly docNo: string | null;
  /** Length of a term, as printed: 一年 of 留党察看一年. */
  readonly term: string | null;
  /** For 组织调整, whose weight decides between the second and the third form. */
  readonly form: FormOfSupervision | null;
  /** 申诉、复审复核期间: such a sanction is not published. */
  readonly underAppeal?: boolean;
}

/** The deciding organ's agreement to print the name (实名). */
export interface NamingConsent {
  readonly organ: string;
  readonly agreedOn: string;
  readonly docNo: string | null;
}

/** A person as printed. Flags of people recorded before they existed are absent. */
export interface CasePerson {
  readonly id: string;
  readonly publicName: string;
  /** 时任职务. */
  readonly post: string;
  readonly identity: CaseIdentity;
  /** 党员; null where not known. */
  readonly partyMember?: boolean | null;
  /** 另案处理: never named, not even by surname. */
  readonly handledSeparately?: boolean;
  /** 移交纪委监委. */
  readonly referredToDiscipline?: boolean;
  readonly naming?: NamingConsent | null;
  readonly sanctions: readonly CaseSanction[];
}

/** The heaviest of the four forms among the outcomes; undefined for money alone or no outcome. */
export function heaviestForm(
  sanctions: readonly Pick<CaseSanction, 'type' | 'form'>[],
): FormOfSupervision | undefined {
  const forms = sanctions.flatMap(({ type, form }) => form ?? formsOf(type)[0] ?? []);
  return forms.length === 0 ? undefined : (Math.max(...forms) as FormOfSupervision);
}

/** A sanction that may be published on the day: in effect and not appealed against. */
export const isFinal = ({ effectiveOn, underAppeal }: CaseSanction, today: string): boolean =>
  effectiveOn !== null && effectiveOn <= today && underAppeal !== true;

/** 处理人数: everybody with at least one measure that is not about money, each counted once (§4.3). */
export function dealtPersonCount(people: readonly CasePerson[]): number {
  return people.filter(({ sanctions }) => sanctions.some(({ type }) => countsAsDealt(type))).length;
}

const PASSIVE: Readonly<Partial<Record<SanctionType, string>>> = {
  REMIND_TALK: '被提醒谈话',
  CRITICISM: '受到批评教育',
  ORDER_SELF_EXAM: '被责令检查',
  ADMONITION: '被诫勉',
  CIRCULATE_CRITICISM: '被通报批评',
  ORG_ADJUST: '受到组织调整',
  JUDICIAL: '被移送司法机关',
  REFUND: '退缴违规所得',
  CONFISCATE: '被收缴违规所得',
};

/** `受到党内警告、政务记过处分，被提醒谈话`. */
export function outcomeText(sanctions: readonly CaseSanction[]): string {
  const punished = sanctions.filter(({ type }) => PASSIVE[type] === undefined);
  const others = sanctions.flatMap(({ type }) => PASSIVE[type] ?? []);
  const names = punished.map(({ type, term }) => `${SANCTION_TYPE.labels[type]}${term ?? ''}`);
  return [...(names.length > 0 ? [`受到${names.join('、')}处分`] : []), ...others].join('，');
}

/**
 * `2020年5月，王某受到党内严重警告处分，李某某受到政务记过处分`; a later month starts a new part. Days
 * are left out: public texts give month and year (domain §5.3).
 */
export function outcomeSentence(people: readonly CasePerson[]): string {
  const months = new Map<string, string[]>();
  for (const { publicName, sanctions } of people) {
    for (const month of [...new Set(sanctions.map(({ decidedOn }) => decidedOn.slice(0, 7)))]) {
      const ofMonth = sanctions.filter(({ decidedOn }) => decidedOn.startsWith(month));
      months.set(month, [...(months.get(month) ?? []), `${publicName}${outcomeText(ofMonth)}`]);
    }
  }
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, parts]) => `${chineseMonth(month)}，${parts.join('，')}`)
    .join('；');
}

const chineseMonth = (month: string): string =>
  `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`;
