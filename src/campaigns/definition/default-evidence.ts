import type { EvidenceType } from '../codes/issue-codes.js';
import type { CategoryReference } from '../codes/problem-category.js';
import { EvidenceGroup, EvidenceRule } from './parameters.js';

type Group = readonly [label: string, ...anyOf: EvidenceType[]];

/** Marks a group that is needed only when money must be recovered. */
const RECOVERY: Group = ['追缴票据（应追缴的）', 'RECOVERY'];
const PAID: Group = ['发放凭证', 'PAYMENT'];
// A person found not to qualify gets a signed notice instead of an approval and a first payment.
const INCLUDED: Group[] = [
  ['入户核查表', 'SURVEY'],
  ['审批表（不符合条件的，告知书）', 'APPROVAL', 'RECEIPT'],
  ['系统截图（不符合条件的，告知书）', 'SYSTEM_SHOT', 'RECEIPT'],
  ['首次发放凭证（不符合条件的，告知书）', 'PAYMENT', 'RECEIPT'],
];
const SUPPLEMENT: Group[] = [['补正材料', 'DOC', 'SURVEY', 'APPROVAL', 'OTHER']];

const TABLE: readonly (readonly [CategoryReference[], Group[]])[] = [
  [['A01_MISSED', 'A02_DROPPED', 'A09_RELAPSE_MARGIN', 'D01_EPIDEMIC_POVERTY'], INCLUDED],
  [
    ['A03_WRONG', 'A04_FAVOR'],
    [
      ['停保（退出）审批表', 'APPROVAL'],
      ['告知书', 'RECEIPT'],
      RECOVERY,
      ['公示照片', 'DISCLOSURE_PHOTO'],
    ],
  ],
  [
    ['A05_SPLIT_HOUSEHOLD'],
    [['残疾证或诊断证明', 'DOC', 'OTHER'], ['审批表（单人户）', 'APPROVAL'], PAID],
  ],
  [
    ['A06_TAPERING'],
    [
      ['渐退审批或备案登记表（含起止月）', 'APPROVAL', 'DOC'],
      ['系统状态截图', 'SYSTEM_SHOT'],
    ],
  ],
  [
    ['A07_AMOUNT', 'A10_CLASSIFIED_AID'],
    [['审批表', 'APPROVAL'], PAID],
  ],
  [['A08_FORCED_EXIT'], [['纠正审批表或废止文件', 'APPROVAL', 'DOC', 'RULE']]],
  [['B'], [['申请、审批表或先行救助登记及补办手续', 'APPROVAL'], PAID]],
  [['B03_AUTHORITY', 'B05_STANDARD'], [['授权文件或分档标准', 'DOC', 'RULE']]],
  [
    ['B04_RESERVE_FUND'],
    [
      ['备用金台账页', 'DOC'],
      ['对账单', 'PAYMENT', 'MATCH_REPORT'],
    ],
  ],
  [
    ['C01_NOT_SUPPORTED', 'C07_CARE_SUBSIDY'],
    [['审批表', 'APPROVAL'], PAID],
  ],
  [
    ['C02_THREE_MATCH'],
    [
      ['三方比对报告（零差异）', 'MATCH_REPORT'],
      ['系统截图', 'SYSTEM_SHOT'],
    ],
  ],
  [['C03_SELFCARE_EVAL'], [['自理能力评估表', 'SURVEY', 'APPROVAL', 'DOC']]],
  [
    ['C04_CARE_AGREEMENT'],
    [
      ['委托照料服务协议', 'AGREEMENT'],
      ['走访记录', 'SURVEY', 'SATISFACTION', 'TALK_RECORD'],
    ],
  ],
  [
    ['C05_CENTRAL_SUPPORT'],
    [
      ['意愿征询表', 'SURVEY'],
      ['入住手续', 'AGREEMENT', 'APPROVAL'],
    ],
  ],
  [
    ['C06_FACILITY_SAFETY'],
    [
      ['整改后照片', 'PHOTO_AFTER'],
      ['复查记录', 'DOC', 'SURVEY'],
    ],
  ],
  [['D02_PATIENT_AID'], [['审批表', 'APPROVAL'], PAID]],
  [['D03_PRICE_SUBSIDY'], [['补发清单、银行回单', 'PAYMENT']]],
  [['E01_ALLOCATION'], [['拨付单', 'PAYMENT']]],
  [
    ['E02_DECEASED_PAID'],
    [
      ['比对报告', 'MATCH_REPORT'],
      ['死亡证明或注销证明', 'DOC', 'OTHER'],
      ['停发审批', 'APPROVAL'],
      ['追缴票据', 'RECOVERY'],
    ],
  ],
  [
    ['E03_PROXY_PASSBOOK'],
    [
      ['银行流水', 'PAYMENT'],
      ['证折清理登记', 'DOC', 'RECEIPT'],
    ],
  ],
  [
    ['E04_DIVERSION', 'E05_FRAUD'],
    [['银行流水', 'PAYMENT'], RECOVERY],
  ],
  [['E06_LEDGER_MISMATCH'], [['对账表', 'MATCH_REPORT']]],
  [['F'], SUPPLEMENT],
  [['F03_DISCLOSURE'], [['公示照片（日期、地点、监督电话）', 'DISCLOSURE_PHOTO']]],
  [
    ['F05_RELATIVE_RECORD'],
    [
      ['近亲属备案表', 'APPROVAL', 'DOC'],
      ['入户核查表', 'SURVEY'],
    ],
  ],
  [['F07_SYSTEM_DATA'], [['系统截图', 'SYSTEM_SHOT']]],
  [
    ['G01_PHONE'],
    [
      ['拨测记录', 'DOC', 'MATCH_REPORT', 'OTHER'],
      ['公布截图', 'SYSTEM_SHOT', 'DISCLOSURE_PHOTO', 'PHOTO_AFTER'],
    ],
  ],
  [['G02_RESPONSE', 'G03_CLUE_BACKLOG'], [['办结材料', 'DOC', 'RECEIPT']]],
  [['H'], [['处理决定或谈话记录', 'DECISION', 'TALK_RECORD']]],
  [['I'], [['文件（文号、日期、正文）', 'RULE', 'DOC']]],
];

/** What must be attached by category where the definition states nothing else. */
export function defaultEvidence(): EvidenceRule[] {
  return TABLE.map(([categories, groups]) =>
    Object.assign(new EvidenceRule(), { categories, allOf: groups.map(toGroup) }),
  );
}

function toGroup(group: Group): EvidenceGroup {
  const [label, ...anyOf] = group;
  return Object.assign(new EvidenceGroup(), {
    label,
    anyOf,
    onlyIfRecoveryDue: group === RECOVERY,
  });
}
