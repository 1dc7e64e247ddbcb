export type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info';

/** Whose turn it is, by colour: blue at work, amber waiting for a decision, red sent back, green done. */
const TONES: Readonly<Record<string, Readonly<Record<string, Tone>>>> = {
  IssueStatus: {
    DRAFT: 'info',
    REGISTERED: 'info',
    ASSIGNED: 'warning',
    PLANNING: 'primary',
    PLAN_REVIEW: 'warning',
    RECTIFYING: 'primary',
    CLOSURE_REVIEW: 'warning',
    CLOSED: 'success',
    ARCHIVED: 'success',
  },
  IssueImportRowState: { VALID: 'success', WARNING: 'warning', ERROR: 'danger' },
  TaskStatus: { IN_PROGRESS: 'primary', DONE: 'success' },
  ReportStatus: {
    DRAFT: 'primary',
    SUBMITTED: 'warning',
    RETURNED: 'danger',
    ACCEPTED: 'success',
    CONSOLIDATED: 'success',
  },
  ClosureApplicationStatus: {
    PENDING: 'warning',
    RETURNED: 'danger',
    APPROVED: 'success',
  },
  NoticeStatus: {
    ISSUED: 'warning',
    SIGNED: 'primary',
    REPLIED: 'warning',
    RETURNED: 'danger',
    CONTINUED: 'primary',
    CONCLUDED: 'success',
  },
  ReplyStatus: { UNSIGNED: 'warning', SIGNED: 'primary' },
  ReplyVerdict: { CONCLUDED: 'success', RETURNED: 'danger', CONTINUED: 'primary' },
  SupervisionMeasureStatus: { PROPOSED: 'warning', CONFIRMED: 'primary', DONE: 'success' },
  ExtensionStatus: { PENDING: 'warning', APPROVED: 'success', REJECTED: 'danger' },
  CaseStatus: {
    DRAFT: 'primary',
    VERIFICATION: 'warning',
    REVIEW: 'warning',
    APPROVED: 'success',
    RETURNED: 'danger',
  },
  HandOverStatus: { SENT: 'warning', ACCEPTED: 'success', RETURNED: 'danger' },
  BulletinStatus: {
    DRAFT: 'primary',
    REVIEW: 'warning',
    RETURNED: 'danger',
    SIGNED: 'primary',
    NUMBERED: 'primary',
    ISSUED: 'success',
  },
  FollowUpStatus: {
    SENT: 'warning',
    ACKNOWLEDGED: 'primary',
    ANSWERED: 'warning',
    RETURNED: 'danger',
    ACCEPTED: 'success',
  },
};

export const toneOf = (list: string, code: string): Tone => TONES[list]?.[code] ?? 'info';
