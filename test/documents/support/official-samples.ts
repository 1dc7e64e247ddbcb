import {
  type ArchiveSheetModel,
  type BulletinModel,
  type BulletinNoticeModel,
  type QuarterlySummaryModel,
  type UrgeNoticeModel,
} from '../../../src/documents/models-official.js';

const signature = {
  organs: ['安澜区民政局', '派驻区民政局纪检监察组'],
  issuedOn: '2020-07-09',
  sealed: true,
  note: '此件公开发布',
};

export const bulletin: BulletinModel = {
  masthead: {
    copyNo: '',
    secrecy: '',
    urgency: '',
    marks: ['安澜区民政局'],
    markSuffix: '文件',
    docNo: '安民发〔2020〕15号',
    issuer: '',
  },
  title: '关于3起农村低保专项治理典型问题的通报',
  recipients: '各镇人民政府、街道办事处，局机关各科室',
  opening:
    '2020年第二季度，全区共受理问题线索10件，查实6件，处理7人，追缴资金5.57万元。为加强警示教育，严明纪律规矩，持续整治群众身边的不正之风，经核实，现将3起典型问题通报如下。',
  cases: [
    {
      title: '青禾镇某村违规将不符合条件家庭纳入低保问题',
      text: '2018年6月，青禾镇某村时任村党支部书记王某，在明知其弟家庭名下有经营性车辆、不符合低保条件的情况下，未作近亲属备案，组织评议时未回避，将该户2人纳入农村低保。至2020年2月，该户违规领取低保金11,640元。镇民政和社会事务办工作人员李某某审核时未核对车辆信息。2020年5月，王某受到党内严重警告处分，李某某受到政务记过处分；违规资金已全部追缴。',
    },
    {
      title: '望澜镇某村低保对象去世后未及时报停问题',
      text: '2019年4月至2020年1月，望澜镇某村2名低保对象先后去世，村委会委员赵某未履行月度信息对接职责，未上报停发，致低保金继续发放8个月、5个月，共5,720元（按月440元），由亲属领取。2020年4月，赵某受到批评教育并作书面检查，镇民政办负责人孙某某被诫勉；资金已追缴，镇里建立公安、卫健、民政三方月度比对。',
    },
    {
      title: '栗坪镇某村平均轮换使用低保名额问题',
      text: '2017年至2019年，栗坪镇某村以“轮流照顾”为由，由村委会擅自将低保名额在28户中逐年轮换，涉及金额38,400元；其中符合条件的残疾人郑某未得到足额保障。2020年6月，时任村委会主任周某、副主任吴某分别受到党内警告处分，镇分管领导钱某某被提醒谈话；经复核将符合条件的9户重新纳入，其余退出并公示。',
    },
  ],
  analysis:
    '上述问题反映出个别镇村干部纪律规矩意识淡薄，优亲厚友、擅自变通政策；镇级审核把关不严，近亲属备案、信息比对等制度没有落到实处——制度写在纸上、挂在墙上，没有用在事上。',
  demands: [
    {
      title: '提高政治站位',
      text: '各单位要充分认识农村低保专项治理的重要意义，切实扛起主体责任。',
    },
    {
      title: '深入对照检查',
      text: '要以案为鉴，举一反三，对近亲属备案、死亡信息比对、民主评议等环节逐一过筛，发现问题立行立改。',
    },
    { title: '严肃追责问责', text: '对整改不力、弄虚作假的，依规依纪严肃处理。' },
  ],
  followUp: '请各镇街对照通报开展自查，于2020年7月31日前将自查情况报区民政局社会救助科。',
  attachments: [],
  signature,
  imprint: {
    copies: '示例市民政局，区纪委监委，区委办公室，区政府办公室，区财政局，区扶贫办，区审计局',
    printer: '安澜区民政局办公室',
    printedOn: '2020-07-10',
  },
};

export const bulletinNotice: BulletinNoticeModel = {
  masthead: { ...bulletin.masthead, docNo: '安民发〔2020〕18号' },
  title: '关于更正《关于3起农村低保专项治理典型问题的通报》的通知',
  recipients: bulletin.recipients,
  opening:
    '因违规金额核算有误，现对《关于3起农村低保专项治理典型问题的通报》（安民发〔2020〕15号）更正如下：',
  changes: [
    {
      place: '典型问题（一）',
      before: '该户违规领取低保金11,640元',
      after: '该户违规领取低保金10,640元',
    },
  ],
  closing: '其他内容不变。特此通知。',
  signature,
  imprint: bulletin.imprint,
};

export const archiveSheet: ArchiveSheetModel = {
  title: '发文归档信息',
  docNo: '安民发〔2020〕15号',
  org: '安澜区民政局、派驻区民政局纪检监察组',
  documentTitle: bulletin.title,
  disclosure: '公开发布',
  signedOn: '2020-07-09',
  issuedOn: '2020-07-10',
  caseNos: ['990101-2020Q2-AL-01', '990101-2020Q2-AL-02'],
  digest: ['9f2c4e7a1b3d5f60718293a4b5c6d7e8', 'f90a1b2c3d4e5f60718293a4b5c6d7e8'],
  steps: [
    {
      round: '1',
      step: '会签（派驻纪检监察组）',
      decision: '同意',
      opinion: '同意。',
      person: '组长戊',
      decidedOn: '2020-07-07',
    },
    {
      round: '1',
      step: '保密和公开审查',
      decision: '同意',
      opinion: '不涉密，可以公开。',
      person: '督查员庚',
      decidedOn: '2020-07-08',
    },
  ],
  remarks: ['已由安民发〔2020〕18号更正'],
};

const paragraph =
  '坚持问题导向，按月更新台账、按季通报情况，对逾期事项亮灯提醒、跟踪督办，做到件件有着落、事事有回音。';

export const quarterlySummary: QuarterlySummaryModel = {
  title: '2020年第二季度农村低保专项治理工作总结',
  recipients: '示例市民政局',
  opening:
    '按照《2020年农村低保专项治理工作方案》要求，安澜区民政局2020年第二季度扎实开展农村低保专项治理，现将有关情况报告如下。',
  overview:
    '截至2020年6月30日，共梳理问题30个，已整改12个，销号6个，销号率20.00%；其中立行立改9个、限期整改20个、长期坚持1个。线索10条，办结9条，处置率90.00%。',
  tasks: [
    {
      title: '落实低保兜底保障政策',
      text: `新纳入农村低保186户413人，其中单人户42户。${paragraph}`,
    },
    { title: '规范临时救助备用金', text: `5个镇街全部建立临时救助备用金。${paragraph}` },
    { title: '加强特困人员照料服务', text: `重签委托照料协议11份。${paragraph}` },
  ],
  practices: [
    {
      title: '“三方比对”堵漏洞',
      text: '公安、卫健、民政按月比对死亡信息，停发12人，避免损失2.64万元。',
    },
    { title: '“一户一档”补短板', text: '逐份补正档案32份，抽查合格率98.71%。' },
  ],
  discipline:
    '查处3起7人，追缴5.57万元，运用“四种形态”7人次，其中第一种形态4人次、第二种形态3人次。',
  problems: ['个别镇街更新台账不及时，2个问题逾期。', '档案补正进度不快，历史欠账较多。'],
  plans: [
    '7月15日前对逾期问题逐一约谈、限期办结（社会救助科）。',
    '8月底前完成档案补正（各镇街）。',
  ],
  suggestions: [],
  attachments: ['整改台账', '典型案例'],
  signature: {
    ...signature,
    organs: ['安澜区民政局'],
    note: '联系人：经办人甲，电话：000-00000000',
  },
  indicators: {
    title: '2020年第二季度农村低保专项治理指标表',
    unit: '安澜区民政局',
    asOf: '2020-06-30 18:00',
    groups: [
      {
        name: '问题整改',
        indicators: [
          { name: '期末未销号', unit: '个', current: '24', cumulative: '24', remark: '' },
          { name: '销号率', unit: '%', current: '20.00', cumulative: '20.00', remark: '6/30' },
          { name: '其中：逾期', unit: '个', current: '2', cumulative: '2', remark: '' },
        ],
      },
      {
        name: '资金',
        indicators: [
          {
            name: '追缴资金',
            unit: '元',
            current: '17,360.00',
            cumulative: '55,760.00',
            remark: '',
          },
          { name: '退还群众', unit: '元', current: '—', cumulative: '500.00', remark: '' },
        ],
      },
    ],
  },
};

export const urgeNotice: UrgeNoticeModel = {
  masthead: { ...bulletin.masthead, docNo: '' },
  title: '关于催报2020年5月农村低保专项治理工作台账的通知',
  recipients: '梧坪乡人民政府、澜桥街道办事处',
  opening:
    '按照《关于印发〈2020年全区农村低保专项治理工作要点〉的通知》要求，2020年5月农村低保专项治理工作台账应于2020年5月30日前报送。截至2020年6月1日9时，应报单位5个，尚有2个没有报送（名单附后）。现就有关事项通知如下。',
  demands: [
    '请未报送的单位于2020年6月3日前补报，经领导签发后报送。',
    '本期没有变动的，也要报送零报告。',
    '逾期报送的，按迟报登记，计入报送时效统计。',
  ],
  signature: { ...signature, organs: ['安澜区民政局'], issuedOn: '2020-06-01', note: '' },
  list: {
    title: '未报送单位名单',
    asOf: '2020-06-01 09:00',
    units: [
      { unit: '梧坪乡人民政府', due: '2020年5月30日', overdue: '2天', urges: '2次' },
      { unit: '澜桥街道办事处', due: '2020年5月30日', overdue: '2天', urges: '—' },
    ],
  },
};
