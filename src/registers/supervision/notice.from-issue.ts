import { chineseDate, laterOf } from '../../platform/calendar/business-date.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { NoticeFromIssueBody } from './notice.dto.js';
import type { Notice } from './notice.entity.js';

const SHORT_CHARS_MAX = 40;

type FromIssue = Pick<
  Notice,
  | 'kind'
  | 'campaignId'
  | 'level'
  | 'title'
  | 'content'
  | 'leadUnitId'
  | 'issueIds'
  | 'dueOn'
  | 'feedbackType'
  | 'source'
  | 'sourceDocNo'
  | 'requirements'
  | 'feedbackForm'
>;

/** What a notice about one issue says to begin with; the division looks it over. */
export function noticeFromIssue(
  issue: IssueRow,
  { kind, level }: Pick<NoticeFromIssueBody, 'kind' | 'level'>,
  today: string,
): FromIssue {
  const supervise = kind === 'SUPERVISE';
  const dueOn = issue.currentDeadline === null ? null : laterOf(issue.currentDeadline, today);
  return {
    kind,
    campaignId: issue.campaignId,
    level: supervise ? (level ?? 'BLUE') : null,
    title: `关于“${shortened(issue.statement)}”问题的${supervise ? '督办' : '交办'}通知`,
    content: factsOf(issue),
    leadUnitId: issue.responsibleUnitId ?? issue.registeredUnitId,
    issueIds: [issue.id],
    dueOn,
    feedbackType: supervise ? 'ONE_OFF' : null,
    source: supervise ? null : issue.source,
    sourceDocNo: supervise ? null : issue.sourceDocNo,
    requirements: supervise ? null : (issue.assignmentNote ?? defaultRequirements(dueOn)),
    feedbackForm: supervise ? null : 'REPORT',
  };
}

/** Number, words of the finding and what is known of it, a paragraph each. */
export function factsOf(issue: Pick<IssueRow, 'issueNo' | 'statement' | 'detail'>): string {
  return [
    issue.issueNo ? `问题编号：${issue.issueNo}。` : '',
    `问题表述：${ended(issue.statement)}`,
    issue.detail ? `具体表现：${ended(issue.detail)}` : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export const shortened = (text: string): string =>
  text.length > SHORT_CHARS_MAX ? `${text.slice(0, SHORT_CHARS_MAX)}…` : text.replace(/。$/, '');

const ended = (text: string): string => (/[。！？；]$/.test(text) ? text : `${text}。`);

const defaultRequirements = (dueOn: string | null): string =>
  '请认真核查，按期签收、制定整改方案，逐条落实整改措施' +
  (dueOn === null ? '，' : `，于${chineseDate(dueOn)}前完成整改，`) +
  '并书面反馈办理结果。';
