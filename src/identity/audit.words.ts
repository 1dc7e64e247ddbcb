import { listNamed } from '../platform/dictionary/code-list.js';
import type { Word, Words } from '../platform/http/readable.js';

/** Codes by the name of their list, which may stand on a higher floor, or with their labels. */
type Codes = string | Readonly<Record<string, string>>;
interface Entry {
  readonly label: string;
  readonly codes?: Codes;
  readonly ofKeys?: boolean;
}
type Table = Readonly<Record<string, Entry>>;

const word = (label: string, codes?: Codes): Entry => ({ label, ...(codes && { codes }) });
/** The record has gone from one state to another, or stands in one. */
const states = (list: string): Table => ({
  from: word('原状态', list),
  to: word('现状态', list),
  status: word('状态', list),
});

/** What details of every kind call a key, where forms call it otherwise. */
const EVERYWHERE: Table = {
  transition: word('流转规则'),
  reason: word('理由'),
  late: word('逾期'),
  address: word('网络地址'),
  onBehalfOf: word('被代理人'),
  sha256: word('文件摘要（SHA-256）'),
  digest: word('内容摘要'),
  changes: word('修改内容'),
  changed: { label: '修改的项目', ofKeys: true },
  before: word('修改前'),
  fields: { label: '所涉栏目', ofKeys: true },
  steps: word('办理步骤'),
  attempt: word('第几次'),
  attachmentId: word('附件'),
};

const HAND_OVER: Table = {
  ...states('HandOverStatus'),
  decision: word('处理', 'HandOverDecision'),
};
const EXEMPTION: Table = { reason: word('免报原因') };
const CORRECTION: Table = { reason: word('更正理由'), seq: word('第几次更正') };
const SIGN_IN: Table = {
  via: word('登录途径', { COOKIE: '网页', BEARER: '接口' }),
  method: word('登录方式', { PASSWORD: '密码', OIDC: '统一身份认证' }),
  step: word('未通过的环节', { SECOND_FACTOR: '动态口令', OIDC: '统一身份认证' }),
  left: word('剩余恢复码'),
  until: word('锁定至'),
};

/** By kind of record, and by act where an act calls a key otherwise than the others on its record. */
export const AUDIT_WORDS: Readonly<Record<string, Table>> = {
  USER: { ...SIGN_IN, name: word('姓名'), roles: word('角色', 'Role'), email: word('电子邮箱') },
  NOTIFICATION_PREFERENCES_CHANGED: { email: word('邮件提醒') },
  UNIT: {
    name: word('单位名称'),
    type: word('单位类型', 'OrgType'),
    level: word('层级', 'AreaLevel'),
  },
  DELEGATION: {
    ...states('DelegationStatus'),
    reason: word('原因'),
    kind: word('结束方式', 'DelegationEnd'),
  },
  KEY: {
    from: word('旧密钥'),
    to: word('新密钥'),
    keyId: word('密钥'),
    resealed: word('重新加密条数'),
    unopened: word('无法解密条数'),
  },
  OUTBOX_MESSAGE: {
    ...states('OutboxStatus'),
    reason: word('取消原因'),
    channel: word('发送渠道', 'OutboxChannel'),
  },
  WEBHOOK: {
    name: word('机器人名称'),
    kind: word('机器人类型', 'WebhookKind'),
    topics: word('消息类别', 'NotificationTopic'),
    delivered: word('已送达'),
    error: word('未送达原因'),
  },
  campaign: {
    ...states('CampaignStatus'),
    title: word('名称'),
    reason: word('修改原因'),
    templateCode: word('模板'),
  },
  issue: {
    ...states('IssueStatus'),
    step: word('销号步骤', 'ClosureStepKind'),
    note: word('说明'),
    deadline: word('整改时限'),
    targetIssueNo: word('并入的问题'),
    evidenceId: word('佐证'),
    personId: word('涉及对象'),
    noticeId: word('督办（交办）单'),
  },
  'issue.addPerson': { fields: word('登记的信息', 'PersonField') },
  'issue.editPerson': { fields: word('修改的信息', 'PersonField') },
  'issue.voidPerson': { reason: word('作废理由') },
  'issue.revealPerson': { reason: word('查看原因'), fields: word('查看的信息', 'PersonField') },
  PERSONS_SEARCHED: { fields: word('查找的信息', 'PersonField'), found: word('找到的问题数') },
  'issue.addProgress': { status: word('完成情况', 'TaskStatus'), asOf: word('进展日期') },
  'issue.withdrawEvidence': { reason: word('撤回理由') },
  'issue.savePlan': { responsibilities: word('责任条目数') },
  'issue.requestExtension': { reason: word('延期理由'), deadline: word('申请延至') },
  'issue.decideExtension': { deadline: word('现整改时限') },
  'issue.resume': { deadline: word('新的整改时限') },
  'issue.recordLookback': {
    result: word('回头看结果', 'LookbackResult'),
    methods: word('核查方式', 'LookbackMethod'),
    persons: word('核查人员'),
    date: word('核查时间'),
  },
  'issue.reopen': {
    reason: word('重新挂账理由'),
    deadline: word('新的整改时限'),
    result: word('回头看结果', 'LookbackResult'),
  },
  issueImport: {
    ...states('IssueImportStatus'),
    reason: word('撤回原因'),
    mode: word('导入方式', 'IssueImportMode'),
  },
  notice: {
    ...states('NoticeStatus'),
    kind: word('种类', 'NoticeKind'),
    level: word('督办等级', 'SuperviseLevel'),
    dueOn: word('办理期限'),
    fields: { label: '修改的栏目', ofKeys: true },
    content: word('督办（交办）内容'),
  },
  measure: {
    ...states('SupervisionMeasureStatus'),
    kind: word('督办措施', 'SupervisionMeasureKind'),
    unit: word('单位'),
  },
  report: {
    ...states('ReportStatus'),
    dueOn: word('报送期限'),
    channel: word('催报方式', 'UrgeChannel'),
    consolidationId: word('汇总'),
    consolidationVersionNo: word('汇总版本号'),
  },
  'report.withdrawAttachment': { reason: word('撤回理由') },
  'report.requestCorrection': CORRECTION,
  'report.withdrawCorrection': CORRECTION,
  'report.decideCorrection': CORRECTION,
  'report.exempt': EXEMPTION,
  'report.exempt.withdraw': { reason: word('撤销免报的原因') },
  consolidation: { acceptMissing: word('缺报汇总的理由') },
  reportShift: { reason: word('顺延原因'), reports: word('受影响的报告') },
  case: {
    ...states('CaseStatus'),
    step: word('案例审核步骤', 'CaseStep'),
    persons: word('公开称谓'),
  },
  'case.reveal': { reason: word('查看原因'), persons: word('所涉人员') },
  'case.handOver': { to: word('上报至'), period: word('所属期') },
  'case.handOverDecision': HAND_OVER,
  'case.handOverRecall': HAND_OVER,
  'case.handOverReplacement': HAND_OVER,
  bulletin: {
    ...states('BulletinStatus'),
    step: word('通报办理步骤', 'BulletinStep'),
    chain: word('会签、审核步骤', 'BulletinStep'),
  },
  bulletinFollowUp: { ...states('FollowUpStatus'), demand: word('补充要求') },
  job: {
    kind: word('任务种类'),
    list: word('导出内容', 'ExportList'),
    format: word('文件格式', 'ExportFormat'),
    filters: word('筛选条件'),
  },
};

/** The words for the details of one act: of the act first, then of the kind of record, then everybody's. */
export const auditWords =
  (action: string, subjectType: string): Words =>
  (key) => {
    const tables = [AUDIT_WORDS[action], AUDIT_WORDS[subjectType], EVERYWHERE];
    const entry = tables.find((table) => table && Object.hasOwn(table, key))?.[key];
    return entry && wordOf(entry);
  };

const wordOf = ({ codes, ...entry }: Entry): Word => ({
  ...entry,
  codes: typeof codes === 'string' ? listNamed(codes)?.labels : codes,
});
