import type { SuperviseLevel } from '../../campaigns/codes/issue-codes.js';
import { chineseDate, daysBetween } from '../../platform/calendar/business-date.js';
import type { IssueRow } from '../issues/issue.lifecycle.js';
import type { Mark } from './escalation.rules.js';
import { factsOf, shortened } from './notice.from-issue.js';
import type { LadderBasis } from './supervision.codes.js';

const WHAT: Readonly<Record<LadderBasis, string>> = {
  RECEIPT: '逾期未签收',
  DEADLINE: '超期未完成整改',
  REVIEW: '挂账复评逾期',
};

/** Title of a notice that the program makes. */
export const ladderTitle = (issue: Pick<IssueRow, 'statement'>, { basis }: Mark): string =>
  `关于“${shortened(issue.statement)}”${WHAT[basis]}的督办通知`;

/** Facts of the issue, which date has passed, and what is demanded at this level. */
export function ladderContent(
  issue: Pick<IssueRow, 'issueNo' | 'statement' | 'detail'>,
  mark: Mark,
  level: SuperviseLevel,
  days: { readonly today: string; readonly dueOn: string },
): string {
  return [factsOf(issue), lateness(mark, days.today), demand(level, mark, days.dueOn)].join('\n');
}

function lateness({ basis, markOn }: Mark, today: string): string {
  const day = chineseDate(markOn);
  const late = `截至${chineseDate(today)}已逾期${daysBetween(markOn, today)}天`;
  switch (basis) {
    case 'RECEIPT':
      return `该问题已交办，应于${day}前签收，${late}，仍未签收。`;
    case 'DEADLINE':
      return `该问题整改时限为${day}，${late}，仍未完成整改，也未获批准延期。`;
    case 'REVIEW':
      return `该问题经批准挂账（持续整改），应于${day}复评，${late}，仍未复评。`;
  }
}

function demand(level: SuperviseLevel, { basis }: Mark, dueOn: string): string {
  const act = { RECEIPT: '签收办理', DEADLINE: '完成整改', REVIEW: '完成阶段评估' }[basis];
  const reply = `并于${chineseDate(dueOn)}前书面回复办理情况`;
  switch (level) {
    case 'BLUE':
      return `请查明原因，抓紧${act}，${reply}。`;
    case 'YELLOW':
      return `请单位分管领导亲自督促，查明原因、明确责任，限期${act}，${reply}。`;
    case 'RED':
      return (
        `请单位主要负责人亲自研究，立即${act}，${reply}。` +
        '逾期仍未落实的，将按规定约谈、通报，直至移送派驻纪检监察组。'
      );
  }
}

/** `还有3天`, `今天到期`. */
export const remaining = (days: number): string => (days === 0 ? '今天到期' : `还有${days}天`);
