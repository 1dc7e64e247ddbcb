import type {
  ConsolidationTableModel,
  CorrectionReportModel,
  NilReportModel,
  ReportLetterModel,
  ReportReturnModel,
} from '../../../src/documents/models-reports.js';
import { quarterlySummary } from './official-samples.js';
import { furniture } from './sheet-samples.js';

const signature = {
  organs: ['青禾镇人民政府'],
  issuedOn: '2020-05-29',
  sealed: true,
  note: '联系电话：000-00000000',
};

export const reportLetter: ReportLetterModel = {
  title: '关于2020年5月农村低保专项治理工作进展情况的报告',
  recipients: '安澜区民政局',
  opening:
    '按照《2020年农村低保专项治理工作方案》要求，青禾镇人民政府扎实推进农村低保专项治理工作，现将2020年5月有关情况报告如下。',
  sections: [
    { title: '总体进展', text: quarterlySummary.overview },
    {
      title: '重点任务推进',
      text: quarterlySummary.tasks
        .map(({ title, text }, index) => `${index + 1}. ${title}。${text}`)
        .join('\n'),
    },
    { title: '存在问题', text: '一是个别村更新台账不及时，2个问题逾期。\n二是档案补正进度不快。' },
    { title: '下一步打算', text: '一是6月15日前对逾期问题逐一约谈。\n二是8月底前完成档案补正。' },
  ],
  attachments: ['2020年5月整改台账', '典型案例'],
  signature,
};

export const nilReport: NilReportModel = {
  ...furniture,
  title: '农村低保专项治理零报告单',
  unit: '澜桥街道办事处',
  receiver: '安澜区民政局',
  ruleName: '农村低保专项治理工作台账',
  statement:
    '零报告。澜桥街道办事处2020年5月无新增、重开、移交和销号问题，原有2个未销号问题推进情况见台账。',
  figures: [
    { name: '期初未销号', value: '2' },
    { name: '期末未销号', value: '2' },
  ],
};

export const reportReturn: ReportReturnModel = {
  title: '关于退回2020年5月农村低保专项治理工作台账的通知',
  recipients: '青禾镇人民政府',
  opening: '你单位2020年5月29日报送的《农村低保专项治理工作台账》（第1版）收悉。经审核，现予退回。',
  reason: '数据错误/勾稽不符。',
  items: ['第3项整改进展与销号申请不一致', '第7项没有填写整改成效'],
  demand: '请逐项核对整改进展，补充佐证材料，经主要负责人审签后重报。',
  closing: '请于2020年6月2日前重新报送。逾期未报的，按迟报处理。',
  signature: { ...signature, organs: ['安澜区民政局'], note: '' },
};

export const correctionReport: CorrectionReportModel = {
  title: '关于更正2020年5月农村低保专项治理工作台账的报告',
  tableTitle: '更正前后对照表',
  recipients: '安澜区民政局',
  opening: '我单位2020年5月29日报送的《农村低保专项治理工作台账》（第1版）有误，现更正如下。',
  reason: '经复核，1个问题的类别归错，附注漏写数据口径。',
  changes: [
    {
      place: '990101-2020-WT-0003 问题类别',
      before: '分户/单人户保障未落实',
      after: '备用金制度未落实',
    },
    { place: '附注', before: '', after: '数据截至5月29日。' },
  ],
  closing: '更正后的报告为第2版，期初、期末和本期增减不变。',
  signature,
};

export const consolidationTable: ConsolidationTableModel = {
  ...furniture,
  title: '农村低保专项治理问题整改汇总表',
  rows: [
    row('1', '青禾镇人民政府', '小计', [6, 3, 2, 1, 1, 0]),
    row('', '', '分户/单人户保障未落实', [4, 2, 1, 1, 1, 0]),
    row('', '', '死亡后继续发放', [2, 1, 1, 0, 0, 0]),
    row('2', '望澜镇人民政府', '小计', [3, 1, 1, 0, 0, 1]),
    row('', '', '备用金制度未落实', [3, 1, 1, 0, 0, 1]),
    row('', '合计', '', [9, 4, 3, 1, 1, 1]),
  ],
  units: [
    {
      seq: 1,
      unit: '青禾镇人民政府',
      standing: '已汇总',
      version: '第2版',
      asOf: '2020-05-29 16:00',
      opening: '3',
      movement: '+1',
      closing: '4',
      punctuality: '按时',
    },
    {
      seq: 2,
      unit: '望澜镇人民政府',
      standing: '已汇总',
      version: '第1版',
      asOf: '2020-06-01 09:10',
      opening: '2',
      movement: '0',
      closing: '2',
      punctuality: '迟报2天',
    },
    {
      seq: 3,
      unit: '梧坪乡人民政府',
      standing: '漏报',
      version: '—',
      asOf: '—',
      opening: '—',
      movement: '—',
      closing: '—',
      punctuality: '',
    },
  ],
  notes: ['对账：各单位期末合计6＋在途1＝汇总期末7', '在途：990101-2020-WT-0009（青禾镇→望澜镇）'],
};

function row(
  seq: string,
  unit: string,
  category: string,
  counts: readonly number[],
): ConsolidationTableModel['rows'][number] {
  const [total, rectified, closed, overdue, extended, carriedOver] = counts.map(String) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { seq, unit, category, total, rectified, closed, overdue, extended, carriedOver };
}
