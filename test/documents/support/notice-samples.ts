import {
  type AssignNoticeModel,
  type NoticeReplyModel,
  type NoticeReviewModel,
  type SuperviseNoticeModel,
} from '../../../src/documents/models-notices.js';

const reply: NoticeReplyModel = {
  no: '第1次',
  process:
    '5月16日至18日，镇民政办会同村委会对3户逐户入户核查，核对残疾人证和家庭收入，并走访邻居12人。',
  conclusion: '属实',
  opinion: '3户均符合单人户条件，已完成审批，自5月起发放；对经办人员提醒谈话。',
  attachments: '佐证材料3份；入户核查表原件留存镇民政办',
  handler: '青禾镇经办人',
  leader: '青禾镇分管领导',
  signedOn: '2020-05-19',
};

const review: NoticeReviewModel = {
  no: '第1次',
  verdict: '退回重办',
  answers: '事实清楚：是；问题解决：否；措施合规：是；文书规范：是',
  opinion: '首月低保金发放凭证未附，不能证明问题已经解决。',
  demand: '请补充3户首月低保金发放凭证后重新回复。',
  reviewer: '科长乙',
  reviewedOn: '2020-05-20',
};

const statement = '晒谷村3户未脱贫重残人员靠家庭供养，未按单人户纳入低保';

export const superviseNotice: SuperviseNoticeModel = {
  title: '督办单',
  docNo: '安民督〔2020〕5号',
  fromOrg: '安澜区民政局',
  level: '黄色（提醒催办）',
  subject: '关于“晒谷村3户未脱贫重残人员未按单人户纳入低保”超期未完成整改的督办通知',
  content:
    `问题编号：990101-2020-WT-0017。\n问题表述：${statement}。\n` +
    '该问题整改时限为2020年5月8日，截至2020年5月15日已逾期7天，仍未完成整改，也未获批准延期。\n' +
    '请单位分管领导亲自督促，查明原因、明确责任，限期完成整改，并于2020年5月22日前书面回复办理情况。',
  instructingLeader: '副局长丙',
  instruction: '请救助科跟踪督办，一周内报结果。',
  leadLeader: '青禾镇分管领导',
  coLeaders: '',
  leadOrg: '青禾镇人民政府',
  coOrgs: '晒谷村村民委员会、安澜区财政局',
  issuedOn: '2020-05-15',
  dueOn: '2020-05-22',
  feedback: '定期反馈（每周）',
  issues: [
    { issueNo: '990101-2020-WT-0017', statement },
    { issueNo: '990101-2020-WT-0021', statement: '竹湾村2户重病对象未及时救助' },
  ],
  contact: '社会救助科经办人甲',
  phone: '000-12345678',
  issuer: '副局长丙',
  signedBy: '青禾镇经办人',
  signedOn: '2020-05-16',
  withdrawn: '',
  replies: [reply],
  reviews: [review],
  finishedOn: '',
};

export const assignNotice: AssignNoticeModel = {
  title: '交办单',
  docNo: '安民交〔2020〕12号',
  fromOrg: '安澜区民政局',
  subject: '关于“晒谷村3户未脱贫重残人员未按单人户纳入低保”问题的交办通知',
  content: `问题编号：990101-2020-WT-0017。\n问题表述：${statement}。`,
  leadOrg: '青禾镇人民政府',
  coOrgs: '晒谷村村民委员会',
  issuedOn: '2020-04-10',
  dueOn: '2020-05-08',
  source: '督导检查',
  sourceDocNo: '示民函〔2020〕8号',
  requirements: '请认真核查，逐条落实整改措施，于2020年5月8日前完成整改，并书面反馈办理结果。',
  feedback: '书面报告及附件',
  materials: [
    { name: '督导反馈意见（摘录）', pages: '2' },
    { name: '残疾人名册', pages: '' },
  ],
  contact: '社会救助科经办人甲',
  phone: '000-12345678',
  issuer: '科长乙',
  signedBy: '',
  signedOn: '',
  withdrawn: '',
  replies: [],
  reviews: [],
};
