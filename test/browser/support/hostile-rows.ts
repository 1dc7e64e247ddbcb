import { Delegation } from '../../../src/identity/deputies/delegation.entity.js';
import { DelegatedAct } from '../../../src/platform/audit/delegated-act.entity.js';
import { Job } from '../../../src/platform/jobs/job.entity.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/queryable.js';
import type { RowValues, Tx } from '../../../src/platform/database/tx.js';
import { Webhook } from '../../../src/notifications/webhooks/webhook.entity.js';
import { Evidence } from '../../../src/registers/evidence/evidence.entity.js';
import { SupervisionMeasure } from '../../../src/registers/supervision/measure.entity.js';
import { IssueUrge } from '../../../src/registers/supervision/urge.entity.js';
import { CaseHandOver } from '../../../src/reporting/cases/hand-over.entity.js';
import { ReportAttachment } from '../../../src/reporting/reports/report-attachment.entity.js';
import { ReportShift, ReportUrge } from '../../../src/reporting/schedule/schedule.entity.js';
import type { TestApp } from '../../support/app.js';
import type { Visit } from './sweep.js';

/** Records with something that few others have: asked for more time, looked at again, returned, urged. */
export async function rareRecords(app: TestApp): Promise<Visit[]> {
  const rows = await app.rows<{ address: string | null }>(sql`
    SELECT DISTINCT '/issues/' || issue_id AS address FROM extensions
    UNION SELECT '/issues/' || MIN(issue_id) FROM lookbacks
    UNION SELECT '/issues/' || MIN(issue_id) FROM issue_urges
    UNION SELECT '/issues/' || MIN(issue_id) || '/supervision' FROM issue_urges
    UNION SELECT '/issues/' || MIN(issue_id) FROM evidence WHERE withdrawn_at IS NOT NULL
    UNION SELECT '/reports/' || MIN(report_id) FROM report_corrections
    UNION SELECT '/reports/' || MIN(report_id) FROM report_reviews WHERE decision = 'RETURNED'
    UNION SELECT '/reports/' || MIN(report_id) FROM report_urges
    UNION SELECT '/reports/' || MIN(report_id) FROM report_attachments
    UNION SELECT '/reports/' || MIN(id) FROM reports WHERE status = 'EXEMPT'
    UNION SELECT '/issues/' || MIN(issue_id) FROM issue_persons
    UNION SELECT '/cases/' || MIN(case_id) FROM case_hand_overs`);
  return rows
    .map(({ address }) => address)
    .filter((address) => address !== null)
    .map((address) => ({ path: address, username: 'div.clerk', address }));
}

/** What the rows below hang on. */
interface Anchors {
  readonly campaignId: string;
  readonly bureauId: string;
  readonly cityId: string;
  readonly userId: string;
  readonly caseId: string;
  readonly reportId: string;
  readonly issueId: string;
  readonly unitId: string;
  readonly evidenceId: string;
  readonly sha256: string;
  readonly ownUnitId: string;
}

/** A row in each table of which the demo has none, so that what people type into it is shown too. */
export async function fillEmptyTables(app: TestApp): Promise<void> {
  await app.uow.run(async (tx) => {
    const anchors = await anchorsIn(tx);
    await tx.insert(SupervisionMeasure, measureOf(anchors, tx.now));
    await tx.insert(CaseHandOver, handOverOf(anchors, tx.now));
    await tx.insert(ReportShift, shiftOf(anchors, tx.now));
    await tx.insert(ReportAttachment, attachmentOf(anchors, tx.now));
    await tx.insert(Webhook, webhookOf(anchors, tx.now));
    await tx.insert(Job, jobOf(anchors, tx.now));
    const { issueId, unitId, userId: urgedBy } = anchors;
    const urge = { id: newId(), issueId, cycleNo: 1, unitId, note: '请抓紧。' };
    await tx.insert(IssueUrge, { ...urge, urgedBy, urgedByName: '经办人甲', urgedAt: tx.now });
    await withdraw(tx, anchors);
    await endDelegation(tx);
    await voidPerson(tx);
    await urgeAll(tx);
  });
}

async function anchorsIn(tx: Tx): Promise<Anchors> {
  const found = await tx.one<Anchors>(sql`
    SELECT c.id AS campaign_id, c.owner_unit_id AS bureau_id, b.parent_id AS city_id,
      (SELECT id FROM users WHERE username = 'div.clerk') AS user_id,
      (SELECT unit_id FROM users WHERE username = 'div.clerk') AS own_unit_id,
      (SELECT MIN(id) FROM cases) AS case_id,
      (SELECT MIN(id) FROM reports WHERE status = 'CONSOLIDATED') AS report_id,
      i.id AS issue_id, i.responsible_unit_id AS unit_id,
      e.id AS evidence_id, e.sha256
    FROM campaigns AS c
    JOIN units AS b ON b.id = c.owner_unit_id
    JOIN issues AS i ON i.campaign_id = c.id AND i.status = 'RECTIFYING'
    JOIN evidence AS e
    ORDER BY i.id LIMIT 1`);
  return found as Anchors;
}

function measureOf(of: Anchors, now: string): RowValues<typeof SupervisionMeasure> {
  const { campaignId, bureauId, unitId, issueId } = of;
  return {
    id: newId(),
    campaignId,
    bureauId,
    unitId,
    kind: 'SUMMON_TALK',
    status: 'DONE',
    reason: '同一季度两次红色督办。',
    issueIds: [issueId],
    proposedByName: '经办人甲',
    proposedAt: now,
    decidedByName: '副局长丙',
    decidedAt: now,
    decisionNote: '同意约谈。',
    doneOn: '2020-07-07',
    doneNote: '已约谈。',
    doneByName: '经办人甲',
  };
}

function handOverOf(of: Anchors, now: string): RowValues<typeof CaseHandOver> {
  return {
    id: newId(),
    caseId: of.caseId,
    fromBureauId: of.bureauId,
    toBureauId: of.cityId,
    period: '2020Q2',
    status: 'RETURNED',
    note: '请审阅。',
    sentBy: of.userId,
    sentByName: '科长乙',
    sentAt: now,
    decidedByName: '处长',
    decidedAt: now,
    opinion: '请补充。',
    demand: '请补充处理结果。',
  };
}

function shiftOf(of: Anchors, now: string): RowValues<typeof ReportShift> {
  return {
    id: newId(),
    campaignId: of.campaignId,
    ruleCode: 'QJ-M',
    period: '2020-07',
    periodLabel: '2020年7月',
    receiverUnitId: of.bureauId,
    shiftNo: 1,
    printedDueOn: '2020-07-30',
    printedDueTime: '24:00',
    previousDueOn: '2020-07-30',
    newDueOn: '2020-08-03',
    newDueTime: '24:00',
    noticeNo: '安民函〔2020〕9号',
    reason: '防汛期间顺延。',
    reportCount: 0,
    issuedBy: of.userId,
    issuedByName: '科长乙',
    issuedAt: now,
  };
}

function attachmentOf(of: Anchors, now: string): RowValues<typeof ReportAttachment> {
  return {
    id: newId(),
    reportId: of.reportId,
    seq: 1,
    slot: '工作台账',
    fileName: '工作台账.pdf',
    sha256: of.sha256,
    mime: 'application/pdf',
    size: 562,
    note: '盖章扫描件',
    uploadedBy: of.userId,
    uploadedByName: '经办人甲',
    uploadedAt: now,
  };
}

const webhookOf = (of: Anchors, now: string): RowValues<typeof Webhook> => ({
  id: newId(),
  bureauId: of.bureauId,
  name: '救助科工作群',
  kind: 'WECOM',
  host: 'qyapi.weixin.qq.com',
  sealedUrl: 'unused',
  topics: [],
  withBody: false,
  enabled: false,
  createdAt: now,
});

const jobOf = (of: Anchors, now: string): RowValues<typeof Job> => ({
  id: newId(),
  kind: 'export',
  title: '导出清单',
  status: 'SUCCEEDED',
  ownerId: of.userId,
  ownerScope: of.ownUnitId,
  input: {},
  message: '已导出。',
  resultSha256: of.sha256,
  resultName: '问题清单.pdf',
  resultMime: 'application/pdf',
  resultSize: 562,
  createdAt: now,
  finishedAt: now,
});

/** What was told before is read when somebody is about to be urged again. */
async function urgeAll(tx: Tx): Promise<void> {
  const owed = await tx.all<{ id: string }>(sql`SELECT id FROM reports WHERE status = 'PENDING'`);
  for (const { id: reportId } of owed) {
    const id = newId();
    const said = { note: '请于今日报送。', answeredBy: '值班员', urgedByName: '经办人甲' };
    await tx.insert(ReportUrge, {
      id,
      reportId,
      channel: 'PHONE',
      onceKey: id,
      urgedAt: tx.now,
      ...said,
    });
  }
}

/** Some texts say why something was taken back, and are shown only beside what was. */
const withdraw = (tx: Tx, of: Anchors): Promise<unknown> =>
  tx.update(
    Evidence,
    { id: of.evidenceId },
    { withdrawnAt: tx.now, withdrawnBy: of.userId, withdrawnReason: '传错文件。' },
  );

/** A second delegation that was revoked after something had been done, beside the one that stands. */
async function endDelegation(tx: Tx): Promise<void> {
  const standing = await tx.one<Delegation>(sql`SELECT * FROM delegations`);
  if (!standing) throw new Error('The demo has no delegation');
  const id = newId();
  await tx.insert(Delegation, {
    ...standing,
    id,
    endedAt: tx.now,
    endKind: 'REVOKED',
    endReason: '提前返岗。',
    endedBy: standing.delegatorId,
    endedByName: standing.delegatorName,
  });
  await tx.insert(DelegatedAct, {
    id: newId(),
    recordedAt: tx.now,
    delegationId: id,
    actorId: standing.deputyId,
    actorName: '副局长丙（代局长丁）',
    onBehalfOfId: standing.delegatorId,
    action: 'issue.decideExtension',
    subjectType: 'issue',
    subjectId: newId(),
  });
}

async function voidPerson(tx: Tx): Promise<void> {
  await tx.execute(sql`
    UPDATE issue_persons SET voided_at = ${tx.now}, void_reason = '登记时看错了户。'
    WHERE id = (SELECT MAX(id) FROM issue_persons)`);
}
