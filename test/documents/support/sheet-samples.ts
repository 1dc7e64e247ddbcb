import {
  type ClosureApplicationModel,
  type IssueListModel,
  type LedgerRowModel,
  type RectificationLedgerModel,
  type ResponsibilityListModel,
  type SheetFurniture,
  type TaskListModel,
  type UnresolvedListModel,
} from '../../../src/documents/models-sheets.js';

export const HASH = '9f2c4e7a1b3d5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd';

export const furniture: SheetFurniture = {
  title: '农村低保专项治理整改台账',
  paper: 'A4',
  unit: '安澜区民政局',
  period: '2020年5月',
  asOf: '2020-05-30 18:00',
  snapshotHash: HASH,
  preparedBy: '经办人甲',
  reviewedBy: '科室负责人乙',
  leader: '',
  phone: '000-00000000',
};

const base: Omit<LedgerRowModel, 'seq' | 'issueNo'> = {
  source: '国家脱贫攻坚成效考核反馈',
  category: '分户/单人户保障未落实',
  statement: '晒谷村3户未脱贫重残人员靠家庭供养，未按单人户纳入低保',
  causeAnalysis: '对分户政策理解不一，担心错保；镇级审核把关不严。',
  measures: ['逐户核定，参照单人户办理', '补发自审批月起', '全镇排查同类问题，举一反三'],
  currentDeadline: '2020-06-15',
  originalDeadline: '2020-05-31',
  responsibleLeader: '镇分管领导乙',
  responsibleOrg: '青禾镇人民政府',
  responsiblePerson: '经办人甲',
  progress: '截至5月28日，已完成3户入户核查，2户完成审批，1户正在公示（进度80%）。',
  status: '整改中',
  closedOn: '',
  light: '黄',
  remark: '',
};

const second: Partial<LedgerRowModel> = {
  source: '数据比对（死亡、残疾、扶贫等）',
  category: '死亡后继续发放',
  statement: '2019年12月去世的2名低保对象2020年3月仍在发放，涉及资金1,320元',
  causeAnalysis: '死亡信息月对接未执行',
  measures: ['停发并追缴1,320元', '建立公安、卫健、民政三方比对机制'],
  currentDeadline: '2020-05-20',
  originalDeadline: '',
  responsibleOrg: '望澜镇人民政府',
  progress: '资金已全部追缴，比对机制已印发。',
  status: '已销号',
  closedOn: '2020-05-18',
  light: '绿',
  remark: '提前完成',
};

export function ledgerRows(count: number): LedgerRowModel[] {
  return Array.from({ length: count }, (_, i) => {
    const issueNo = `990101-2020-WT-${String(i + 1).padStart(4, '0')}`;
    return { ...base, ...(i % 2 === 1 ? second : {}), seq: i + 1, issueNo };
  });
}

export function ledger(
  rows: readonly LedgerRowModel[],
  changes: Partial<RectificationLedgerModel> = {},
): RectificationLedgerModel {
  return {
    ...furniture,
    rows,
    totals: {
      count: rows.length,
      closed: 1,
      open: rows.length - 1,
      overdue: 0,
      carriedOver: 0,
      left: 0,
    },
    balance: {
      ...{ opening: 3, opened: 8, reopened: 1, transferredIn: 0 },
      ...{ closed: 1, transferredOut: 0, removed: 1, closing: 10 },
    },
    notes: ['逾期按打印日判定；挂账事项计入未销号。'],
    ...changes,
  };
}

export const issueList: IssueListModel = {
  ...furniture,
  title: '农村低保专项治理问题清单',
  rows: Array.from({ length: 6 }, (_, i) => ({
    seq: i + 1,
    issueNo: `990101-2020-WT-${String(i + 1).padStart(4, '0')}`,
    source: '国家脱贫攻坚成效考核反馈\n（示民函〔2020〕8号第3条）',
    foundOn: '2020-04-03',
    category: '分户/单人户保障未落实',
    statement: '部分未脱贫重残人员靠家庭供养，未按单人户纳入低保',
    detail: '晒谷村户001、户002、户003共3户3人，重度残疾，无劳动能力，依靠兄弟供养，未单独申请。',
    area: '青禾镇晒谷村',
    householdCount: '3',
    personCount: '3',
    amountInvolved: i === 2 ? '1,234,567.89' : '',
    nature: '政策落实类',
    scope: '共性',
    severity: '较重',
    causeAnalysis: '对分户政策理解不一，担心错保',
    responsibleOrg: '青禾镇人民政府',
    remark: '',
  })),
  totals: { count: 6, householdCount: '18', personCount: '18', amountInvolved: '1,234,567.89' },
};

export const taskList: TaskListModel = {
  ...furniture,
  title: '农村低保专项治理任务清单',
  rows: Array.from({ length: 5 }, (_, i) => ({
    seq: i + 1,
    taskNo: `990101-2020-RW-${String(i + 1).padStart(3, '0')}`,
    issueNos: i === 0 ? ['990101-2020-WT-0001', '990101-2020-WT-0017'] : [],
    taskGroup: '落实低保兜底保障政策',
    title: '分户保障和单人户保障',
    goal: '未脱贫重残、重病对象符合条件的100%纳入',
    measures: ['逐户入户核查', '对照残疾人名册比对，建立台账', '5月底前完成审批'],
    milestones: ['4月20日前完成比对', '5月10日前完成入户'],
    due: i === 1 ? '2020年5月底并长期坚持' : '2020-05-31',
    rectificationType: '限期整改',
    leadOrg: '安澜区民政局',
    leadDivision: '社会救助科',
    coOrgs: '区残联、各镇人民政府',
    progress: '60',
    status: '推进中',
  })),
  totals: { count: 5, done: 1, overdue: 0 },
};

export const responsibilityList: ResponsibilityListModel = {
  ...furniture,
  title: '农村低保专项治理责任清单',
  rows: Array.from({ length: 5 }, (_, i) => ({
    seq: i + 1,
    no: `990101-2020-WT-${String(i + 1).padStart(4, '0')}`,
    summary: '晒谷村3户未脱贫重残人员未按单人户纳入低保',
    responsibleLeader: '镇分管领导乙\n副镇长',
    leadOrg: '青禾镇人民政府',
    responsibleOrgs: '青禾镇人民政府、晒谷村民委员会',
    division: '社会救助科',
    responsiblePerson: '经办人甲\n民政办主任',
    duty: '组织入户核查，按单人户办理审批，补发低保金，排查全镇同类对象。',
    supervisor: '科室负责人乙',
    dueOn: '2020-06-15',
  })),
};

export const closureApplication: ClosureApplicationModel = {
  title: '整改问题销号申请（审批）表',
  closureNo: '990101-2020-WT-0008-XH-1.2',
  applicantOrg: '望澜镇人民政府',
  appliedOn: '2020-05-12',
  attempt: '第2次',
  issueNo: '990101-2020-WT-0008',
  source: '数据比对（死亡、残疾、扶贫等）',
  category: '死亡后继续发放',
  severity: '较重',
  statement: '2019年12月去世的2名低保对象2020年3月仍在发放低保金，涉及资金1,320元。',
  responsibleOrg: '望澜镇人民政府',
  responsibleLeader: '镇分管领导乙',
  responsiblePerson: '经办人甲',
  currentDeadline: '2020-05-20',
  originalDeadline: '',
  rectifiedOn: '2020-05-11',
  measureResults: [
    { measure: '停发2人低保金', result: '4月起停发，系统已更新。', done: '已落实' },
    { measure: '追缴违规资金', result: '1,320元已全部缴入区财政专户，票据齐全。', done: '已落实' },
    { measure: '建立比对机制', result: '印发《死亡信息月比对办法》。', done: '已落实' },
  ],
  resultPerson: '对村级信息员赵某批评教育，作书面检查。',
  resultFact: '2户停发、追缴到位，同类对象全镇复核216户，无新增。',
  resultOutcome: '低保金发放准确，群众知晓，比对机制按月运行。',
  recoveredAmount: '1,320.00',
  refundedAmount: '',
  dealtPersons: '批评教育1人',
  rulesMade: '《望澜镇死亡信息月比对办法》（2020年5月6日）',
  extendedCheck: '复核216户，未发现同类问题',
  beneficiaryOpinion: '不适用',
  evidence: [
    { name: '停发审批表', type: '审批材料', pages: '2' },
    { name: '缴款票据', type: '财务凭证', pages: '1' },
    { name: '三方比对报告', type: '核查材料', pages: '6' },
  ],
  siteCheck: '2020年5月14日社会救助科2人到望澜镇查阅票据原件、比对记录，与申报一致。',
  applicantOpinion: '整改措施已全部落实，佐证材料真实完整，申请销号。',
  applicantLeader: '镇主要领导丙',
  applicantSignedOn: '2020-05-12',
  reviews: [
    {
      step: '初审意见\n（社会救助科）',
      decision: '通过',
      opinion: '经核查，该问题整改措施已全部落实，违规资金已追缴，佐证齐全，同意报审。',
      reviewer: '科室负责人乙',
      decidedOn: '2020-05-15',
    },
    {
      step: '会签意见\n（派驻纪检监察组）',
      decision: '同意',
      opinion: '同意。',
      reviewer: '派驻组丁',
      decidedOn: '2020-05-16',
    },
    { step: '复审意见\n（分管领导）', decision: '', opinion: '', reviewer: '', decidedOn: '' },
    { step: '审定意见\n（局党组）', decision: '', opinion: '', reviewer: '', decidedOn: '' },
  ],
  closedOn: '',
  asOf: '2020-05-16 17:20',
  snapshotHash: HASH,
};

export const unresolvedList: UnresolvedListModel = {
  ...furniture,
  title: '农村低保专项治理未整改到位问题清单',
  rows: [
    {
      seq: 1,
      issueNo: '990101-2020-WT-0009',
      statement: '超发的低保金尚有3户未追缴',
      responsibleOrg: '望澜镇人民政府',
      currentDeadline: '2020-05-10',
      overdueDays: '20',
      reason: '追缴困难（无偿还能力）\n两户常年患病，一户外出失联。',
      measures: '已送达追缴通知书，签订分期还款协议1户。',
      nextStep: '对失联户通过村委会继续联系。',
      expectedFinishOn: '2020-08-31',
      responsiblePerson: '经办人甲',
    },
    {
      seq: 2,
      issueNo: '990101-2020-WT-0021',
      statement: '分散供养特困人员照料服务标准不明确',
      responsibleOrg: '青禾镇人民政府',
      currentDeadline: '2020-05-31',
      overdueDays: '持续整改',
      reason: '政策不明确或待上级明确',
      measures: '',
      nextStep: '待市级办法出台后修订。',
      expectedFinishOn: '',
      responsiblePerson: '',
    },
  ],
  reasons: [
    { reason: '政策不明确或待上级明确', text: '1个（逾期0个、持续整改1个）' },
    { reason: '追缴困难（无偿还能力）', text: '1个（逾期1个、持续整改0个）' },
  ],
  totals: { count: 2, overdue: 1, carriedOver: 1 },
  notes: ['整改率100%的单位3个，80%至100%的1个，80%以下的1个。'],
};
