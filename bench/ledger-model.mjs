/** @typedef {import('../src/documents/models-sheets.js').RectificationLedgerModel} LedgerModel */

export const LEDGER_STAMP = { createdAt: '2020-06-17T01:00:00Z', id: '9f2c4e7a1b3d'.repeat(5) };

const FIRST = {
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

const SECOND = {
  ...FIRST,
  source: '数据比对（死亡、残疾、扶贫等）',
  category: '死亡后继续发放',
  statement: '2019年12月去世的2名低保对象2020年3月仍在发放，涉及资金1,320元',
  causeAnalysis: '死亡信息月对接未执行',
  measures: ['停发并追缴1,320元', '建立公安、卫健、民政三方比对机制'],
  originalDeadline: '',
  responsibleOrg: '望澜镇人民政府',
  progress: '资金已全部追缴，比对机制已印发。',
  status: '已销号',
  closedOn: '2020-05-18',
  light: '绿',
  remark: '提前完成',
};

/**
 * A 整改台账 of `count` rows and 14 columns; every number and person differs, so that no cell is
 * laid out once for all rows.
 *
 * @param {number} count
 * @returns {LedgerModel}
 */
export function ledgerModel(count) {
  const rows = Array.from({ length: count }, (_, index) => ({
    ...(index % 2 === 0 ? FIRST : SECOND),
    seq: index + 1,
    issueNo: `990101-2020-WT-${String(index + 1).padStart(4, '0')}`,
    responsiblePerson: `经办人${index % 300}`,
    progress: `第${index + 1}号：${(index % 2 === 0 ? FIRST : SECOND).progress}`,
  }));
  const half = Math.floor(count / 2);
  return {
    title: '农村低保专项治理整改台账',
    paper: 'A4',
    unit: '安澜区民政局',
    period: '2020年6月',
    asOf: '2020-06-17 09:00',
    snapshotHash: LEDGER_STAMP.id,
    ...{ preparedBy: '经办人甲', reviewedBy: '科长乙', leader: '', phone: '000-00000000' },
    rows,
    totals: { count, closed: half, open: count - half, overdue: 0, carriedOver: 0 },
    balance: {
      ...{ opening: 0, opened: count, reopened: 0, transferredIn: 0 },
      ...{ closed: half, transferredOut: 0, removed: 0, closing: count - half },
    },
    notes: [],
  };
}
